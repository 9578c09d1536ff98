internal import Surface

extension Pane {
  /// The list of the pane, or nil where the pane is none.
  func table(_ model: Model, _ glyphs: Glyphs) -> TableView? {
    switch self {
    case .tables: TablesView.table(model, glyphs)
    case .snapshots: SnapshotsView.table(model)
    case .bitmaps: BitmapsView.table(model)
    case .chain: ChainView.table(model, glyphs)
    case .check: CheckView.table(model, glyphs)
    case .runs: RunsView.table(model)
    case .fileRuns: FileRunsView.table(model)
    case .hits: HitsView.table(model, glyphs)
    case .volumes: VolumesView.table(model, glyphs)
    case .space: SpaceView.table(model, glyphs)
    case .marks: MarksView.table(model)
    case .header, .features, .map, .hex: nil
    }
  }
}
