internal import QCOW2
internal import Surface

/// The dirty bitmaps.
enum BitmapsView {
  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    let rows = model.bitmaps?.rows ?? []
    TableView(
      title: SnapshotsView.title("Bitmaps", model.bitmaps?.findings), columns: columns(area.width),
      rows: rows.map { TableView.Row(cells: cells($0), role: $0.isInUse ? .warning : .value) },
      empty: model.bitmaps == nil ? "reading the bitmap directory" : "no dirty bitmaps"
    ).draw(.bitmaps, model, in: area, on: &surface)
  }

  private static func columns(_ width: Int) -> [TableView.Column] {
    [
      .init(heading: "name", width: max(16, min(40, width - 50))),
      .init(heading: "granularity", width: 13), .init(heading: "recording", width: 11),
      .init(heading: "state", width: 26),
    ]
  }

  private static func cells(_ record: BitmapRecord) -> [String] {
    [
      escaped(record.name.array), record.granularity.map(binarySize) ?? "out of range",
      record.isAuto ? "yes" : "no",
      record.isInUse ? "in use: not saved, do not rely on it" : "consistent",
    ]
  }

  /// What the row has no room for.
  static func detail(_ model: Model) -> (String, Role) {
    guard let rows = model.bitmaps?.rows, !rows.isEmpty else {
      return (model.bitmaps?.findings.first?.message ?? "", .warning)
    }
    let record = rows[min(model.chosen[.bitmaps] ?? 0, rows.count - 1)]
    return (
      "entry @\(record.offset), table \(record[.bitmapTableSize]) entries "
        + "@\(hex(record[.bitmapTableOffset])), flags \(hex(record[.bitmapFlags]))", .plain
    )
  }
}
