internal import QCOW2
internal import Surface
internal import SystemPackage

/// Where the bytes of the file go, what gives them back, and how scattered the disk lies.
enum SpaceView {
  static func table(_ model: Model, _ glyphs: Glyphs) -> TableView {
    let audit = model.audit
    let dot = glyphs.middleDot
    let ledger = audit.report?.ledger
    let rows = ledger?.rows ?? []
    let total = ledger.map { " \(dot) \(binarySize($0.fileLength)) long" } ?? ""
    let taken = ledger?.allocatedBytes.map { ", \(binarySize($0)) on its disk" } ?? ""
    return TableView(
      title: "Space\(total)\(taken) \(dot) \(AuditText.state(audit))",
      columns: columns(rows, audit.snapshots),
      count: rows.count,
      row: { row(rows[$0], ledger?.fileLength ?? 0, audit.snapshots, glyphs) },
      about: "what gives bytes back, and how the disk lies in the file",
      details: remedies(model) + FragmentationLines.details(audit, glyphs),
      empty: empty(audit))
  }

  private static func columns(
    _ rows: [SpaceRow], _ snapshots: [SnapshotRecord]
  ) -> [TableView.Column] {
    [
      .init(heading: "owner", width: nil) { .text(rows[$0].account.label(snapshots)) },
      .init(heading: "size", width: 11, isRightAligned: true) { .number(rows[$0].amount.bytes) },
      .init(heading: "share", width: 8, from: 36, isRightAligned: true),
      .init(heading: "clusters", width: 12, from: 66, isRightAligned: true) {
        .number(rows[$0].amount.clusters)
      },
      .init(heading: "holes", width: 11, from: 100, isRightAligned: true) {
        .number(rows[$0].amount.holeBytes ?? 0)
      },
      .init(heading: "", width: barWidth + 2, from: 80),
    ]
  }

  private static let barWidth = 16

  private static func row(
    _ row: SpaceRow, _ fileLength: UInt64, _ snapshots: [SnapshotRecord], _ glyphs: Glyphs
  ) -> TableView.Row {
    let amount = row.amount
    return TableView.Row(
      cells: [
        row.account.label(snapshots), binarySize(amount.bytes),
        CheckText.percent(amount.bytes, of: fileLength), grouped(amount.clusters),
        amount.holeBytes.map(binarySize) ?? "?", bar(amount.bytes, of: fileLength, glyphs),
      ], role: role(row.account))
  }

  /// A bar for a share; what is there is never without one.
  private static func bar(_ part: UInt64, of whole: UInt64, _ glyphs: Glyphs) -> String {
    guard part > 0, whole > 0 else { return "" }
    let full = Int(UInt128(part) * UInt128(barWidth) / UInt128(whole))
    return full == 0
      ? " \(glyphs.shades[0])"
      : " " + String(repeating: String(glyphs.shades[4]), count: min(full, barWidth))
  }

  private static func role(_ account: SpaceAccount) -> Role {
    switch account {
    case .guestData: .data
    case .compressed: .compressed
    case .zeroKept: .zero
    case .snapshot, .severalSnapshots: .shared
    case .metadata: .metadata
    case .overlap: .error
    case .leaked: .warning
    case .free, .tail: .value
    }
  }

  private static func empty(_ audit: Audit) -> String {
    switch audit.state {
    case .unasked, .running: "the check counts what every cluster is used for"
    case .done, .stopped: "the check did not look at everything"
    case .failed(let reason): reason
    }
  }

  /// The remedies that give back most, with their commands.
  private static func remedies(_ model: Model) -> [TableView.Detail] {
    guard let report = model.audit.report, let ledger = report.ledger else { return [] }
    let path = model.chain[min(model.firstLayer, model.chain.count - 1)].path?.string
    let word = shellWord(Array((path ?? model.facts.name).utf8))
    let most = 4
    var details = ledger.remedies.prefix(most).map { remedy in
      let command = remedy.command(
        word, snapshots: report.snapshots, bitmaps: report.bitmaps, fileLength: ledger.fileLength)
      let place = remedy.shortensFile ? "to the host" : "in the file"
      return TableView.Detail(
        label: "gives back", text: "\(binarySize(remedy.bytes)) \(place): \(command)")
    }
    if ledger.remedies.count > most {
      details.append(
        .init(label: "", text: "and \(ledger.remedies.count - most) more that qcow2 space lists"))
    }
    return details
  }

  /// All there is to say of the chosen row.
  static func detail(_ model: Model) -> (String, Role) {
    guard let row = model.chosenRow, let report = model.audit.report else {
      return AuditText.verdict(model)
    }
    var parts = [
      "\(counted(row.amount.bytes, "byte", "bytes")) in "
        + counted(row.amount.clusters, "cluster", "clusters")
    ]
    if let holes = row.amount.holeBytes, holes > 0 {
      parts.append("\(binarySize(holes)) of them holes of the file")
    }
    if row.vmStateBytes > 0 { parts.append("\(binarySize(row.vmStateBytes)) of it VM state") }
    if row.tableBytes > 0 { parts.append("\(binarySize(row.tableBytes)) of it tables") }
    return ("\(row.account.label(report.snapshots)): \(parts.joined(separator: ", "))", .plain)
  }
}

extension Model {
  /// The row of the ledger that is chosen.
  var chosenRow: SpaceRow? {
    guard let rows = audit.report?.ledger?.rows else { return nil }
    return chosenRow(of: .space).map { rows[$0] }
  }
}
