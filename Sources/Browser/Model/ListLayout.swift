internal import Surface

/// How the pane of a list is divided, below its title: a heading, the rows, and what is known of the
/// chosen one where there is room for that.
struct ListLayout {
  let heading: Rect
  let rows: Rect
  let details: Rect?

  init(_ area: Rect) {
    heading = area.splitTop(1).top
    let body = area.splitTop(1).rest
    guard area.height >= 16 else {
      (rows, details) = (body, nil)
      return
    }
    let parts = body.splitBottom(min(11, area.height / 2))
    (rows, details) = (parts.rest, parts.bottom)
  }
}
