internal import Surface

/// A page of text over the panes.
enum OverlayView {
  static func draw(_ overlay: Overlay, _ model: Model, in area: Rect, on surface: inout Surface) {
    let lines = model.pageLines
    let inner = area.splitTop(1).rest
    let list = VisibleRows(count: lines.count, height: inner.height, top: overlay.top)
    PaneTitle(
      title: "\(overlay.title) \(surface.glyphs.middleDot) q closes",
      note: list.note(surface.glyphs)
    ).draw(in: area, isFocused: true, on: &surface)
    surface.fill(inner, style: Style(.plain))
    let keyWidth = Overlay.keyWidth(inner.width, overlay.kind)
    for (row, index) in list.range.enumerated() {
      let line = lines[index]
      let y = inner.y + row
      surface.put(
        cutting: " \(line.keys)", x: inner.x, y: y,
        style: line.isHeading ? Style(.label, .underline) : Style(.key),
        width: line.text.isEmpty ? inner.width : keyWidth)
      surface.put(
        cutting: line.text, x: inner.x + keyWidth + 1, y: y,
        style: Style(line.isFaulty ? .warning : .plain), width: inner.width - keyWidth - 1)
      guard let chosen = overlay.chosen, index == min(chosen, lines.count - 1) else { continue }
      let place = Rect(x: inner.x, y: y, width: inner.width, height: 1)
      surface.restyle(place) { Style(.cursor, $0.traits) }
    }
  }
}
