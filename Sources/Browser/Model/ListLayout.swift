internal import Surface

/// How the pane of a list is divided, below its title: a heading, the rows, and what is known of the
/// chosen one where there is room for that.
struct ListLayout {
  let heading: Rect
  let rows: Rect
  let details: Rect?

  /// - Parameters:
  ///   - area: The pane below its title.
  ///   - hasDetails: Whether there is anything to say of a row.
  init(_ area: Rect, hasDetails: Bool) {
    // Where there is one line, it is for the chosen row.
    let parts = area.splitTop(area.height > 1 ? 1 : 0)
    heading = parts.top
    let body = parts.rest
    guard area.height >= 16, hasDetails else {
      (rows, details) = (body, nil)
      return
    }
    let halves = body.splitBottom(min(11, area.height / 2))
    (rows, details) = (halves.rest, halves.bottom)
  }
}
