internal import Surface

/// A pane's title line: `─ Map · guest ───────── 4 GiB a cell ─`.
struct PaneTitle {
  var title: String
  var note = ""

  /// Draws the line over the width of `area`.
  func draw(in area: Rect, isFocused: Bool, on surface: inout Surface) {
    let style = Style(isFocused ? .focusedFrame : .frame)
    let line = area.splitTop(1).top
    surface.fill(line, scalar: surface.glyphs.horizontal, style: style)
    guard area.height > 0 else { return }
    let end = line.maxX
    let used = surface.put(
      cutting: " \(title) ", x: line.x + 1, y: line.y, style: style, width: line.width - 2)
    let room = line.width - used - 4
    guard !note.isEmpty, room >= 3 else { return }
    let width = min(surface.columns(of: note) + 2, room)
    surface.put(cutting: " \(note) ", x: end - width - 1, y: line.y, style: style, width: width)
  }
}
