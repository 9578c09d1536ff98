extension Report<Extent> {
  /// The maximal runs of a guest range.
  package static var extents: Report {
    Report(
      "extents",
      [
        Column(
          "start", "guest", .number, "first guest byte", value: { .number($0.start.rawValue) },
          text: { "\($0.start)" }),
        Column(
          "length", "length", .number, "length in bytes", value: { .number($0.length) },
          text: { hex($0.length) }),
        Column(
          "offset", "host", .number, isOptional: true,
          "where the first byte lies in the layer's file, or the first compressed cluster",
          value: { $0.host.map { .number($0.rawValue) } },
          text: { $0.host.map { "\($0)" } ?? "-" }),
        Column(
          "layer", "layer", .number, "the file of the chain that has it; 0 is the image",
          value: { .number(UInt64($0.layer)) }),
        Column(
          "kind", "kind", .text,
          "unallocated, data, zeroPlain, zeroAllocated, compressed, missing or damaged",
          value: { .text("\($0.kind)") }, text: { $0.kind.name }),
        Column(
          "damage", "damage", .text, isOptional: true, "what is broken",
          value: { $0.damage.map { .text($0) } }),
      ])
  }

  /// The widths of the columns, for rows that come one after the other.
  package static var extentWidths: [String: Int] {
    ["guest": 14, "length": 14, "host": 14, "kind": 10]
  }
}

extension Extent {
  fileprivate var damage: String? {
    if case .damaged(let damage) = mapping { damage.description } else { nil }
  }
}
