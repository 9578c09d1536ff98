internal import QCOW2
internal import Surface

/// The dirty bitmaps.
enum BitmapsView {
  static func table(_ model: Model) -> TableView {
    let rows = model.bitmaps?.rows ?? []
    let chosen = model.chosenRow(of: .bitmaps).map { rows[$0] }
    return TableView(
      title: SnapshotsView.title("Bitmaps", model.bitmaps?.findings), columns: columns(rows),
      count: rows.count,
      row: {
        TableView.Row(cells: cells(rows[$0]), role: rows[$0].isInUse ? .warning : .value)
      },
      about: chosen.map { "bitmap \(escaped($0.name.array))" } ?? "",
      details: chosen.map { details($0, model) } ?? [],
      empty: model.bitmaps.map { $0.findings.first?.message ?? "no dirty bitmaps" }
        ?? "reading the bitmap directory"
    )
  }

  private static func columns(_ rows: [BitmapRecord]) -> [TableView.Column] {
    [
      .init(heading: "name", width: nil) { .text(escaped(rows[$0].name.array)) },
      .init(heading: "granularity", width: 13) { .number(rows[$0].granularity ?? 0) },
      .init(heading: "recording", width: 11, from: 60) { .text(rows[$0].isAuto ? "no" : "yes") },
      .init(heading: "state", width: 22) { .text(rows[$0].isInUse ? "in use" : "consistent") },
    ]
  }

  private static func cells(_ record: BitmapRecord) -> [String] {
    [
      escaped(record.name.array), record.granularity.map(binarySize) ?? "out of range",
      record.isAuto ? "yes" : "no",
      record.isInUse ? "in use: not reliable" : "consistent",
    ]
  }

  private static func details(_ record: BitmapRecord, _ model: Model) -> [TableView.Detail] {
    let flags = BitmapRecord.flagFields.filter { $0.value(in: record[.bitmapFlags]) != 0 }
    let names = flags.isEmpty ? "none" : listed(flags.map { "\($0.name) (\($0.meaning))" })
    return [
      .init(label: "name", text: escaped(record.name.array)),
      .init(
        label: "bit", text: "stands for \(record.granularity.map(binarySize) ?? "out of range")"),
      .init(label: "flags", text: "\(hex(record[.bitmapFlags])): \(names)"),
      .init(
        label: "table",
        text: "\(counted(record[.bitmapTableSize], "entry", "entries")) at host "
          + hex(record[.bitmapTableOffset])),
      .init(
        label: "entry", text: "\(record.bytes.count) bytes at host \(record.offset)"),
    ]
  }

  /// What the row has no room for.
  static func detail(_ model: Model) -> (String, Role) {
    guard let rows = model.bitmaps?.rows, let row = model.chosenRow(of: .bitmaps) else {
      return (model.bitmaps?.findings.first?.message ?? "", .warning)
    }
    let record = rows[row]
    return (
      "entry @\(record.offset), table \(counted(record[.bitmapTableSize], "entry", "entries")) "
        + "@\(hex(record[.bitmapTableOffset])), flags \(hex(record[.bitmapFlags]))", .plain
    )
  }
}
