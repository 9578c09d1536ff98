internal import Surface

/// The help page over the panes.
enum HelpView {
  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    let top = model.helpTop ?? 0
    let inner = area.splitTop(1).rest
    let list = VisibleRows(count: HelpPage.lines.count, height: inner.height, top: top)
    PaneTitle(title: "Keys \(surface.glyphs.middleDot) q closes", note: list.note(surface.glyphs))
      .draw(
        in: area, isFocused: true, on: &surface)
    let keyWidth = min(26, max(8, inner.width / 2 - 2))
    for (row, index) in list.range.enumerated() {
      let line = HelpPage.lines[index]
      let y = inner.y + row
      surface.put(
        cutting: " \(line.keys)", x: inner.x, y: y,
        style: line.isHeading ? Style(.label, .underline) : Style(.key), width: keyWidth)
      surface.put(
        cutting: line.text, x: inner.x + keyWidth + 1, y: y, style: Style(.plain),
        width: inner.width - keyWidth - 1)
    }
  }
}
