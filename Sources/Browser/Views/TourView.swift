internal import Surface

/// A page of the tour.
enum TourView {
  static func draw(_ tour: Tour, in area: Rect, on surface: inout Surface) {
    let page = Tour.pages[tour.page]
    surface.fill(area, style: Style(.plain))
    PaneTitle(
      title: "Tour \(tour.page + 1)/\(Tour.pages.count) \(page.title)", note: ") next ( back"
    )
    .draw(in: area, isFocused: true, on: &surface)
    let inner = area.splitTop(1).rest
    let lines = surface.wrapped(page.text, width: max(1, inner.width - 2))
    for (row, line) in lines.prefix(inner.height).enumerated() {
      // The last row that has room says where the text goes on.
      let isCut = row == inner.height - 1 && row < lines.count - 1
      let used = surface.put(
        line, x: inner.x + 1, y: inner.y + row, style: Style(.value), width: inner.width - 2)
      guard isCut else { continue }
      surface.set(
        x: inner.x + 1 + min(used, max(0, inner.width - 3)), y: inner.y + row,
        Cell(surface.glyphs.ellipsis, Style(.value)))
    }
  }
}
