package import Surface

/// The whole screen, drawn from the model alone.
package enum Screenful {
  /// Draws everything.
  ///
  /// - Returns: Where the hardware cursor goes, or nil to hide it.
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
    if model.showsContinuations { ContinuationsView.draw(model, in: layout.body, on: &surface) }
    if let line = layout.ribbon { RibbonView.draw(model, in: line, on: &surface) }
    if let line = layout.inspector { InspectorView.draw(model, in: line, on: &surface) }
    guard let line = layout.bottom else { return nil }
    return BottomView.draw(model, in: line, on: &surface)
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
    case .snapshots: SnapshotsView.draw(model, in: area, on: &surface)
    case .bitmaps: BitmapsView.draw(model, in: area, on: &surface)
    case .chain: ChainView.draw(model, in: area, on: &surface)
    case .check: CheckView.draw(model, in: area, on: &surface)
    case .runs: RunsView.draw(model, in: area, on: &surface)
    case .space: SpaceView.draw(model, in: area, on: &surface)
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
