extension Report<SnapshotRecord> {
  /// The internal snapshots, with every field by the specification's name.
  package static var snapshots: Report {
    let fields = SnapshotRecord.fields.map { field in
      Column<SnapshotRecord>(
        field.name, headings[field], .number, isOptional: true, field.meaning,
        value: { $0[field].map { .number($0) } }, text: { $0.text(field) })
    }
    return Report(
      "snapshots",
      [Column("id", "ID", .text, "unique identifier", value: { .text($0.id) }, text: \.idText)]
        + fields
        + [Column("name", "name", .text, "name", value: { .text($0.name) }, text: \.nameText)])
  }

  /// The fields that mean something to people.
  private static var headings: [Field: String] {
    [
      .snapshotDate: "taken (UTC)", .snapshotVMClock: "VM clock", .snapshotVMStateSize: "VM state",
      .snapshotDiskSize: "disk",
    ]
  }
}

extension SnapshotRecord {
  fileprivate var idText: String { escaped(id.array) }
  fileprivate var nameText: String { escaped(name.array) }

  fileprivate func text(_ field: Field) -> String {
    switch field {
    case .snapshotDate: CalendarDate.textWithTime(Int(self[field] ?? 0))
    case .snapshotVMClock: CalendarDate.clock(nanoseconds: self[field] ?? 0)
    case .snapshotVMStateSize: vmStateSize > 0 ? binarySize(vmStateSize) : "none"
    case .snapshotDiskSize: diskSize.map(binarySize) ?? "not stored"
    default: self[field].map { "\($0)" } ?? ""
    }
  }
}

extension Report<BitmapRecord> {
  /// The dirty bitmaps, with every field by the specification's name.
  package static var bitmaps: Report {
    let fields = BitmapRecord.fields.map { field in
      Column<BitmapRecord>(
        field.name, field == .bitmapGranularityBits ? "granularity" : nil, .number, field.meaning,
        value: { .number($0[field]) },
        text: { $0.granularity.map(binarySize) ?? "out of range" })
    }
    return Report(
      "bitmaps",
      fields + [
        Column(
          "auto", "recording", .truth, "whether writers keep the bitmap up to date",
          value: { .truth($0.isAuto) }),
        Column(
          "in-use", "in use", .truth,
          "whether it was not saved, so that its content must not be relied on",
          value: { .truth($0.isInUse) }, tone: { $0.isInUse ? .bad : nil }),
        Column(
          "name", "name", .text, "name", value: { .text($0.name) },
          text: { escaped($0.name.array) }),
      ])
  }
}

extension Report<BitmapRun> {
  /// What a bitmap says of the parts of a disk.
  package static var bitmapRuns: Report {
    Report(
      "runs",
      [
        Column(
          "start", "guest", .number, "first guest byte",
          value: { .number($0.range.lowerBound.rawValue) }, text: { "\($0.range.lowerBound)" }),
        Column(
          "length", "length", .number, "length in bytes", value: { .number($0.length) },
          text: { hex($0.length) }),
        Column(
          "state", "state", .text, "dirty, clean or unknown", value: { .text($0.stateName) },
          tone: \.tone),
        Column(
          "reason", "reason", .text, isOptional: true, isSentence: true,
          "why the bits cannot be read",
          value: { $0.reason.map { .text($0) } }, text: { $0.reason ?? "" }),
      ])
  }

  /// The widths of the columns, for rows that come one after the other.
  package static var bitmapRunWidths: [String: Int] { ["guest": 14, "length": 14, "state": 7] }
}

extension BitmapRun {
  fileprivate var length: UInt64 { range.upperBound - range.lowerBound }

  fileprivate var stateName: String {
    switch state {
    case .dirty: "dirty"
    case .clean: "clean"
    case .unknown: "unknown"
    }
  }

  fileprivate var tone: Tone {
    switch state {
    case .dirty: .doubt
    case .clean: .faint
    case .unknown: .bad
    }
  }

  fileprivate var reason: String? {
    if case .unknown(let reason) = state { reason } else { nil }
  }
}
