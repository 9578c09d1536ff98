/// A reference with its owner in words.
package struct NamedReference: Sendable {
  let reference: Reference
  let label: String

  fileprivate var guest: GuestOwner? {
    if case .guest(let guest) = reference.owner { guest } else { nil }
  }

  fileprivate var disk: DiskName? {
    switch reference.owner {
    case .guest(let guest): guest.disk
    case .l2Table(let disk, _): disk
    default: nil
    }
  }
}

extension Owner {
  /// A stable name for programs.
  package var code: String {
    switch self {
    case .header: "header"
    case .l1Table: "l1-table"
    case .l2Table: "l2-table"
    case .refcountTable: "refcount-table"
    case .refcountBlock: "refcount-block"
    case .snapshotTable: "snapshot-table"
    case .encryptionHeader: "luks-header"
    case .bitmapDirectory: "bitmap-directory"
    case .bitmapTable: "bitmap-table"
    case .bitmapData: "bitmap-data"
    case .guest: "guest"
    }
  }

  /// The owner, for people. Names are escaped.
  package func label(_ snapshots: [SnapshotRecord], _ bitmaps: [BitmapRecord]) -> String {
    func bitmap(_ index: Int) -> String {
      bitmaps.indices.contains(index)
        ? "bitmap \(quoted(bitmaps[index].name.array))" : "bitmap \(index)"
    }
    return switch self {
    case .header: "header"
    case .l1Table(let disks):
      "L1 table of " + disks.prefix(3).map { $0.text(snapshots) }.joined(separator: ", ")
        + (disks.count > 3 ? " and \(disks.count - 3) more" : "")
    case .l2Table(let disk, let index): "L2 table of L1[\(index)] of \(disk.text(snapshots))"
    case .refcountTable: "refcount table"
    case .refcountBlock(let index): "refcount block \(index)"
    case .snapshotTable: "snapshot table"
    case .encryptionHeader: "LUKS header"
    case .bitmapDirectory: "bitmap directory"
    case .bitmapTable(let index): "table of \(bitmap(index))"
    case .bitmapData(let index, let entry): "bits of \(bitmap(index)), entry \(entry)"
    case .guest(let guest): "\(guest.class.name) of \(guest.disk.text(snapshots))"
    }
  }
}

extension Report<NamedReference> {
  /// Who refers to a stretch of the file.
  package static let references = Report(
    "references",
    [
      Column(
        "owner", nil, .text, "stable name of the owner", value: { .text($0.reference.owner.code) }),
      Column(
        "host-start", "host", .number, "first host byte referred to",
        value: { .number($0.reference.host.lowerBound.rawValue) },
        text: { "\($0.reference.host.lowerBound)" }),
      Column(
        "host-end", nil, .number, "end of the host bytes referred to",
        value: { .number($0.reference.host.upperBound.rawValue) }),
      Column(
        "class", nil, .text, isOptional: true, "of guest clusters: what they hold",
        value: { $0.guest.map { .text($0.class.name) } }),
      Column(
        "snapshot-index", nil, .number, isOptional: true,
        "the place in the snapshot table; absent for the active disk",
        value: {
          guard case .snapshot(let index) = $0.disk else { return nil }
          return .number(UInt64(index))
        }),
      Column(
        "guest-start", "guest", .number, isOptional: true, "first guest byte",
        value: { $0.guest.map { .number($0.range.lowerBound.rawValue) } },
        text: { $0.guest.map { "\($0.range.lowerBound)" } ?? "" }),
      Column(
        "guest-end", nil, .number, isOptional: true, "end of the guest range",
        value: { $0.guest.map { .number($0.range.upperBound.rawValue) } }),
      Column(
        "entry-offset", "L2 entry", .number, isOptional: true, "where the first L2 entry lies",
        value: { $0.guest.map { .number($0.entry.offset.rawValue) } },
        text: { $0.guest.map { "\($0.entry.offset)" } ?? "" }),
      Column(
        "label", "owner", .text, isSentence: true, "the owner in words", value: { .text($0.label) },
        text: { $0.label }),
    ])
}
