extension Column {
  /// Where the first byte of a row comes from: host offset, layer and kind of its run.
  ///
  /// - Parameter extent: The run that begins with the row.
  /// - Returns: The columns, in that order.
  static func places(_ extent: @escaping @Sendable (Row) -> Extent) -> [Column] {
    [
      Column(
        "offset", "host", .number, isOptional: true,
        "where the first byte lies in the layer's file, or its compressed cluster",
        value: { extent($0).host.map { .number($0.rawValue) } },
        text: { extent($0).host.map { "\($0)" } ?? "-" }),
      Column(
        "layer", "layer", .number, "the file of the chain that has it; 0 is the image",
        value: { .number(UInt64(extent($0).layer)) }),
      Column(
        "kind", "kind", .text,
        "unallocated, data, zeroPlain, zeroAllocated, compressed, missing or damaged",
        value: { .text("\(extent($0).kind)") }, text: { extent($0).kind.name },
        tone: { extent($0).kind.tone }),
    ]
  }
}
