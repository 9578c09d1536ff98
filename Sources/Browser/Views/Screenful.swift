package import Surface

/// The whole screen, drawn from the model alone.
package enum Screenful {
  /// Draws everything.
  ///
  /// - Returns: Where the hardware cursor goes; nil on a screen without cells.
  @discardableResult
  package static func draw(_ model: Model, on surface: inout Surface) -> Point? {
    let layout = model.layout
    surface.fill(surface.bounds, style: Style(.plain))
    if let line = layout.title { TitleView.draw(model, in: line, on: &surface) }
    if let line = layout.tabs { TabsView.draw(model, in: line, on: &surface) }
    if let overlay = model.overlay {
      OverlayView.draw(overlay, model, in: layout.body, on: &surface)
    } else {
      for pane in model.panes(of: model.screen) {
        guard let area = layout.panes[pane] else { continue }
        draw(pane, model, in: area, on: &surface)
        separate(area, layout, on: &surface)
      }
    }
    if let area = layout.values, model.overlay == nil {
      ValuesView.draw(model, in: area, on: &surface)
    }
    if let tour = model.shell.tour, let area = layout.tour, model.overlay == nil {
      TourView.draw(tour, in: area, on: &surface)
    }
    if let popup = model.popup { PopupView.draw(popup, on: &surface) }
    if let line = layout.ribbon { RibbonView.draw(model, in: line, on: &surface) }
    if let line = layout.inspector { InspectorView.draw(model, in: line, on: &surface) }
    let above = [layout.ribbon, layout.inspector].compactMap { $0 }
    let caret = layout.bottom.flatMap {
      BottomView.draw(model, in: $0, above: above, on: &surface)
    }
    return caret ?? parking(model, surface)
  }

  /// The place that has the focus: a chosen row or the cell under the cursor, else the start of the
  /// pane.
  private static func parking(_ model: Model, _ surface: Surface) -> Point? {
    let layout = model.layout
    let area =
      model.popup?.area ?? (model.overlay == nil ? layout.panes[model.focus] : nil) ?? layout.body
    for y in area.y..<area.maxY {
      for x in area.x..<area.maxX where surface[x, y].style.role == .cursor {
        return Point(x: x, y: y)
      }
    }
    let place = Point(x: area.x, y: min(area.y + 1, max(area.y, area.maxY - 1)))
    return surface.bounds.contains(place) ? place : nil
  }

  private static func draw(
    _ pane: Pane, _ model: Model, in area: Rect, on surface: inout Surface
  ) {
    switch pane {
    case .header: HeaderView.draw(model, in: area, on: &surface)
    case .features: FeaturesView.draw(model, in: area, on: &surface)
    case .map where model.hosts.isShown: HostMapView.draw(model, in: area, on: &surface)
    case .map: MapView.draw(model, in: area, on: &surface)
    case .hex: HexView.draw(model, in: area, on: &surface)
    case .tables, .snapshots, .bitmaps, .chain, .check, .runs, .fileRuns, .hits, .volumes, .space,
      .marks:
      pane.table(model, surface.glyphs)?.draw(pane, model, in: area, on: &surface)
    }
  }

  /// The line between a pane and its neighbour on the right.
  private static func separate(_ area: Rect, _ layout: Layout, on surface: inout Surface) {
    guard layout.hasNeighbour(area) else { return }
    let x = area.maxX - 1
    let glyph = area.y == layout.body.y ? surface.glyphs.teeDown : surface.glyphs.teeLeft
    surface.vertical(x: x, y: area.y, height: area.height, style: Style(.frame))
    surface.set(x: x, y: area.y, Cell(glyph, Style(.frame)))
  }
}
