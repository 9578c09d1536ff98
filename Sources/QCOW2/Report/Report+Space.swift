/// A row of the ledger with its words.
package struct NamedRow: Sendable {
  let row: SpaceRow
  let label: String
  let share: String

  init(_ row: SpaceRow, _ fileLength: UInt64, _ snapshots: [SnapshotRecord]) {
    self.row = row
    label = row.account.label(snapshots)
    share = CheckText.percent(row.amount.bytes, of: fileLength)
  }
}

/// A remedy with the command that carries it out.
package struct NamedRemedy: Sendable {
  let remedy: Remedy
  let command: String
}

extension SpaceAccount {
  /// The owner, for people. Names are escaped.
  package func label(_ snapshots: [SnapshotRecord]) -> String {
    switch self {
    case .guestData: "guest data"
    case .compressed: "compressed data"
    case .zeroKept: "kept for zeros"
    case .snapshot(let index): "only " + DiskName.snapshot(index).text(snapshots)
    case .severalSnapshots: "only several snapshots"
    case .metadata(let kind): kind.name
    case .overlap: "clusters with two uses"
    case .leaked: "leaked"
    case .free: "free in the file"
    case .tail: "unused at the end"
    }
  }

  /// A stable name for programs.
  package var code: String {
    switch self {
    case .guestData: "guest-data"
    case .compressed: "compressed"
    case .zeroKept: "zero-kept"
    case .snapshot: "snapshot"
    case .severalSnapshots: "several-snapshots"
    case .metadata(let kind): kind.name.lowercased().split(separator: " ").joined(separator: "-")
    case .overlap: "overlap"
    case .leaked: "leaked"
    case .free: "free"
    case .tail: "tail"
    }
  }
}

extension Report<NamedRow> {
  /// The ledger.
  package static let ledger = Report(
    "owners",
    [
      Column(
        "owner", nil, .text, "stable name of the owner", value: { .text($0.row.account.code) }),
      Column(
        "snapshot-index", nil, .number, isOptional: true, "the place in the snapshot table",
        value: {
          guard case .snapshot(let index) = $0.row.account else { return nil }
          return .number(UInt64(index))
        }),
      Column(
        "bytes", "size", .number, "bytes of the file", value: { .number($0.row.amount.bytes) },
        text: { binarySize($0.row.amount.bytes) }),
      Column(
        "share", "share", .text, isRightAligned: true, "share of the file",
        value: { .text($0.share) }),
      Column(
        "clusters", "clusters", .number, "clusters", value: { .number($0.row.amount.clusters) }),
      Column(
        "hole-bytes", "holes", .number, isOptional: true,
        "bytes that the file system has no blocks for",
        value: { $0.row.amount.holeBytes.map { .number($0) } },
        text: { $0.row.amount.holeBytes.map(binarySize) ?? "?" }),
      Column(
        "vm-state-bytes", nil, .number, isOptional: true, "of a snapshot: saved machine state",
        value: { $0.row.vmStateBytes == 0 ? nil : .number($0.row.vmStateBytes) }),
      Column(
        "table-bytes", nil, .number, isOptional: true, "of a snapshot: its tables",
        value: { $0.row.tableBytes == 0 ? nil : .number($0.row.tableBytes) }),
      Column(
        "label", "owner", .text, isSentence: true, "the owner in words",
        value: { .text($0.label) }, text: \.text, tone: { $0.row.account.tone }),
    ])
}

extension SpaceAccount {
  /// How the owner is shown: what nobody needs stands out.
  fileprivate var tone: Tone? {
    switch self {
    case .overlap: .bad
    case .leaked, .tail: .doubt
    case .free: .faint
    case .guestData, .compressed, .zeroKept, .snapshot, .severalSnapshots, .metadata: nil
    }
  }
}

extension NamedRow {
  fileprivate var text: String {
    row.vmStateBytes == 0 ? label : "\(label), \(binarySize(row.vmStateBytes)) VM state"
  }
}

extension Report<NamedRemedy> {
  /// What can be done.
  package static let remedies = Report(
    "remedies",
    [
      Column(
        "action", nil, .text,
        "delete-snapshot, remove-bitmap, free-leaks, cut-tail or compact",
        value: { .text($0.remedy.action.code) }),
      Column(
        "bytes", "gives back", .number, "bytes that nothing needs afterwards",
        value: { .number($0.remedy.bytes) }, text: { binarySize($0.remedy.bytes) }),
      Column(
        "shortens-file", "file", .truth, "whether the file gets shorter",
        value: { .truth($0.remedy.shortensFile) },
        text: { $0.remedy.shortensFile ? "shorter" : "as long" }),
      Column(
        "command", "by", .text, "the command for a shell", value: { .text($0.command) },
        text: \.command),
    ])
}

extension Remedy.Action {
  fileprivate var code: String {
    switch self {
    case .deleteSnapshot: "delete-snapshot"
    case .removeBitmap: "remove-bitmap"
    case .freeLeaks: "free-leaks"
    case .cutTail: "cut-tail"
    case .compact: "compact"
    }
  }
}
