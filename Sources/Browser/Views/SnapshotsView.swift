internal import QCOW2
internal import Surface

/// The internal snapshots.
enum SnapshotsView {
  static func table(_ model: Model) -> TableView {
    let rows = model.snapshots?.rows ?? []
    let chosen = model.chosenRow(of: .snapshots).map { rows[$0] }
    return TableView(
      title: title("Snapshots", model.snapshots?.findings), columns: columns(rows),
      count: rows.count, row: { TableView.Row(cells: cells(rows[$0])) },
      about: chosen.map { "snapshot \(escaped($0.id.array))" } ?? "",
      details: chosen.map { details($0, model) } ?? [],
      empty: model.snapshots.map { $0.findings.first?.message ?? "no internal snapshots" }
        ?? "reading the snapshot table"
    )
  }

  private static func columns(_ rows: [SnapshotRecord]) -> [TableView.Column] {
    [
      .init(heading: "ID", width: 5) { .text(escaped(rows[$0].id.array)) },
      .init(heading: "name", width: nil) { .text(escaped(rows[$0].name.array)) },
      .init(heading: "taken (UTC)", width: 20) { .number(rows[$0][.snapshotDate] ?? 0) },
      .init(heading: "disk", width: 10, from: 56) { .number(rows[$0].diskSize ?? 0) },
      .init(heading: "VM state", width: 10, from: 66) { .number(rows[$0].vmStateSize) },
      .init(heading: "VM clock", width: 10, from: 76) {
        .number(rows[$0][.snapshotVMClock] ?? 0)
      },
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

  private static func details(_ record: SnapshotRecord, _ model: Model) -> [TableView.Detail] {
    let taken = CalendarDate.textWithTime(Int(record[.snapshotDate] ?? 0))
    let nanoseconds = "\(record[.snapshotDateNanoseconds] ?? 0)"
    let fraction = String(repeating: "0", count: max(0, 9 - nanoseconds.count)) + nanoseconds
    let state = record.vmStateSize
    var details: [TableView.Detail] = [
      .init(label: "name", text: escaped(record.name.array)),
      .init(label: "taken", text: "\(taken).\(fraction) UTC"),
      .init(label: "disk", text: disk(record, model)),
      .init(
        label: "VM state",
        text: state > 0
          ? "\(binarySize(state)) (\(state) bytes), after "
            + "\(CalendarDate.clock(nanoseconds: record[.snapshotVMClock] ?? 0)) of guest time"
          : "none: the guest was off, or its state was not saved"),
      .init(
        label: "L1 table",
        text: "\(counted(UInt64(record.l1Size), "entry", "entries")) at host "
          + "\(record.l1TableOffset)"),
      .init(
        label: "entry",
        text: "\(record.bytes.count) bytes at host \(record.offset), "
          + "\(record.extraDataSize) of them extra data"),
    ]
    if let count = record.instructionCount {
      details.append(.init(label: "icount", text: "\(count) guest instructions"))
    }
    return details
  }

  private static func disk(_ record: SnapshotRecord, _ model: Model) -> String {
    guard let size = record.diskSize else { return "its size is not stored" }
    return binarySize(size)
      + (model.whole.image.sizeFinding(of: record).map { ": \($0.message)" }
        ?? " (\(size) bytes)")
  }

  /// What the row has no room for.
  static func detail(_ model: Model) -> (String, Role) {
    guard let rows = model.snapshots?.rows, let row = model.chosenRow(of: .snapshots) else {
      return (model.snapshots?.findings.first?.message ?? "", .warning)
    }
    let record = rows[row]
    let entries = counted(UInt64(record.l1Size), "entry", "entries")
    var text = "entry @\(record.offset), L1 \(entries) @\(record.l1TableOffset)"
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
