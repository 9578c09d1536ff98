internal import Surface

/// A page of the tour.
enum TourView {
  static func draw(_ tour: Tour, in area: Rect, on surface: inout Surface) {
    let page = Tour.pages[tour.page]
    surface.fill(area, style: Style(.plain))
    let inner = area.splitTop(1).rest
    let lines = tour.lines(width: inner.width).dropFirst(tour.line)
    let isCut = lines.count > inner.height && inner.height > 0
    PaneTitle(
      title: "Tour \(tour.page + 1)/\(Tour.pages.count) \(page.title)",
      note: isCut ? ") goes on" : ") next ( back"
    )
    .draw(in: area, isFocused: true, on: &surface)
    for (row, line) in lines.prefix(inner.height).enumerated() {
      surface.put(
        line, x: inner.x + 1, y: inner.y + row, style: Style(.value), width: inner.width - 2)
    }
  }
}
