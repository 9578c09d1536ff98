internal import QCOW2
internal import Surface

/// The internal snapshots.
enum SnapshotsView {
  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    let rows = model.snapshots?.rows ?? []
    TableView(
      title: title("Snapshots", model.snapshots?.findings), columns: columns(area.width),
      rows: rows.map { TableView.Row(cells: cells($0)) },
      empty: model.snapshots == nil ? "reading the snapshot table" : "no internal snapshots"
    ).draw(.snapshots, model, in: area, on: &surface)
  }

  private static func columns(_ width: Int) -> [TableView.Column] {
    [
      .init(heading: "ID", width: 5), .init(heading: "name", width: max(12, min(40, width - 62))),
      .init(heading: "taken (UTC)", width: 20), .init(heading: "disk", width: 10),
      .init(heading: "VM state", width: 10), .init(heading: "VM clock", width: 16),
    ]
  }

  private static func cells(_ record: SnapshotRecord) -> [String] {
    let seconds = Int(record[.snapshotDate] ?? 0)
    return [
      escaped(record.id.array), escaped(record.name.array), CalendarDate.textWithTime(seconds),
      record.diskSize.map(binarySize) ?? "not stored",
      record.vmStateSize > 0 ? binarySize(record.vmStateSize) : "none",
      CalendarDate.clock(nanoseconds: record[.snapshotVMClock] ?? 0),
    ]
  }

  /// What the row has no room for.
  static func detail(_ model: Model) -> (String, Role) {
    guard let rows = model.snapshots?.rows, !rows.isEmpty else {
      return (model.snapshots?.findings.first?.message ?? "", .warning)
    }
    let record = rows[min(model.chosen[.snapshots] ?? 0, rows.count - 1)]
    var text = "entry @\(record.offset), L1 \(record.l1Size) entries @\(record.l1TableOffset)"
    if let count = record.instructionCount { text += ", icount \(count)" }
    if record.unknownExtraData.count > 0 {
      text += ", \(record.unknownExtraData.count) bytes of unknown extra data"
    }
    if let finding = model.whole.image.sizeFinding(of: record) { text += "; \(finding.message)" }
    return (text, .plain)
  }

  /// A title that tells how many findings there are.
  static func title(_ name: String, _ findings: [Finding]?) -> String {
    guard let findings, let first = findings.first else { return name }
    return "\(name): ! \(first.message)" + (findings.count > 1 ? " (+\(findings.count - 1))" : "")
  }
}
