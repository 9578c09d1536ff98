extension Report<FindingGroup> {
  /// What a check found, like findings together.
  package static let groups = Report(
    "findings",
    [
      Column(
        "code", nil, .text, "stable name of the problem", value: { .text($0.problem.rawValue) }),
      Column(
        "effect", nil, .text,
        "corruption, unseen (the same, but qemu-img check passes it), leak, error or note",
        value: { .text($0.problem.rule.effect.rawValue) }),
      Column(
        "repair", nil, .text, "what qemu-img check can do: leaks, all, rebuild, partly or none",
        value: { .text($0.problem.rule.repair.rawValue) }),
      Column("title", nil, .text, "the problem in words", value: { .text($0.problem.rule.title) }),
      Column(
        "message", nil, .text, "the first place at fault in words", value: { .text($0.message) }),
      Column("places", nil, .number, "places at fault", value: { .number($0.places) }),
      Column(
        "count", nil, .number, "how often qemu-img check counts them", value: { .number($0.count) }),
      Column(
        "table", nil, .number, isOptional: true, "where the table with the places begins",
        value: { $0.table.map { .number($0.rawValue) } }),
      Column(
        "offset", nil, .number, "where the first place lies",
        value: { .number($0.first.offset.rawValue) }),
      Column(
        "index", nil, .number, isOptional: true, "the number of its entry",
        value: { $0.first.index.map { .number(UInt64($0)) } }),
      Column(
        "first-bit", nil, .number, isOptional: true, "the lowest bit at fault",
        value: { $0.first.bits.map { .number(UInt64($0.lowerBound)) } }),
      Column(
        "last-bit", nil, .number, isOptional: true, "the highest bit at fault",
        value: { $0.first.bits.map { .number(UInt64($0.upperBound)) } }),
      Column(
        "host-start", nil, .number, isOptional: true, "the first host byte touched",
        value: { $0.host.map { .number($0.lowerBound.rawValue) } }),
      Column(
        "host-end", nil, .number, isOptional: true, "the end of the host bytes touched",
        value: { $0.host.map { .number($0.upperBound.rawValue) } }),
      Column(
        "guest-bytes", nil, .number, "guest bytes touched, where they are known",
        value: { .number($0.guest.byteCount) }),
      Column(
        "active", nil, .truth, "whether the active disk is touched",
        value: { .truth($0.holders.includeActive) }),
      Column(
        "snapshots", nil, .truth, "whether any snapshot is touched",
        value: { .truth($0.holders.includeSnapshots) }),
      Column(
        "snapshot-index", nil, .number, isOptional: true,
        "the place in the snapshot table, where one snapshot alone is touched",
        value: { $0.holders.snapshot.map { .number(UInt64($0)) } }),
      Column(
        "bitmap-index", nil, .number, isOptional: true, "the place in the bitmap directory",
        value: { $0.bitmap.map { .number(UInt64($0)) } }),
    ])
}

extension Report<Range<GuestOffset>> {
  /// The guest ranges of a finding.
  package static let guestRanges = Report(
    "guest",
    [
      Column("start", nil, .number, "first guest byte", value: { .number($0.lowerBound.rawValue) }),
      Column("end", nil, .number, "end of the range", value: { .number($0.upperBound.rawValue) }),
    ])
}
