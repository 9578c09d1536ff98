/// A size class and what is in it.
package struct NamedBucket: Sendable {
  let from: UInt64
  let bucket: Fragmentation.Bucket

  /// The classes with something in them.
  static func all(_ buckets: [Fragmentation.Bucket]) -> [NamedBucket] {
    buckets.enumerated().filter { $0.element.count > 0 }.map {
      NamedBucket(from: 1 << UInt64($0.offset), bucket: $0.element)
    }
  }
}

extension Report<NamedBucket> {
  /// The pieces by size.
  package static let sizes = histogram("pieces-by-size", "pieces", "guest bytes in them")
  /// The breaks by distance.
  package static let distances = histogram("breaks-by-distance", "breaks", "host bytes jumped over")

  private static func histogram(_ name: String, _ heading: String, _ bytes: String) -> Report {
    Report(
      name,
      [
        Column(
          "from", "from", .number, "the least in the class, which ends at twice that",
          value: { .number($0.from) }, text: { binarySize($0.from) }),
        Column("count", heading, .number, heading, value: { .number($0.bucket.count) }),
        Column(
          "bytes", "bytes", .number, bytes, value: { .number($0.bucket.bytes) },
          text: { binarySize($0.bucket.bytes) }),
      ])
  }
}

extension Report<Fragmentation> {
  /// The sums.
  package static let fragmentation = Report(
    "fragmentation",
    [
      Column(
        "pieces", nil, .number, "stretches of the disk in one stretch of the file",
        value: { .number($0.pieces) }),
      Column("bytes", nil, .number, "guest bytes in them", value: { .number($0.bytes) }),
      Column(
        "forward-breaks", nil, .number, "breaks at which the file goes on further up",
        value: { .number($0.forward) }),
      Column(
        "backward-breaks", nil, .number, "breaks at which it goes back",
        value: { .number($0.backward) }),
      Column(
        "seeks", nil, .number, "places that a read of the whole disk goes to",
        value: { .number($0.seeks) }),
      Column(
        "longest-start", nil, .number, isOptional: true, "guest offset of the longest piece",
        value: { $0.longest.map { .number($0.guest.rawValue) } }),
      Column(
        "longest-length", nil, .number, isOptional: true, "its length",
        value: { $0.longest.map { .number($0.length) } }),
    ])
}

extension Report<ZeroScan> {
  /// What a search for zeros found.
  package static let zeros = Report(
    "zeros",
    [
      Column(
        "clusters", nil, .number, "clusters of data that were read",
        value: { .number($0.clusters) }),
      Column(
        "zero-clusters", nil, .number, "those that hold zeros only",
        value: { .number($0.zeroClusters) }),
      Column("zero-bytes", nil, .number, "their bytes", value: { .number($0.zeroBytes) }),
    ])
}

/// Fragmentation for people.
package struct FragmentationText {
  private let fragmentation: Fragmentation

  /// Takes what is known.
  package init(_ fragmentation: Fragmentation) { self.fragmentation = fragmentation }

  /// The sums in a line.
  package var summary: String {
    let all = fragmentation
    return "\(binarySize(all.bytes)) in \(counted(all.pieces, "piece")), "
      + "\(counted(all.forward, "break")) forward and \(all.backward) back: "
      + "\(counted(all.seeks, "seek")) for a full read"
  }

  /// The longest piece, if there is any.
  package var longest: String? {
    fragmentation.longest.map { "\(binarySize($0.length)) at guest \($0.guest)" }
  }

  /// Writes two histograms and a line above them.
  package func write(to output: Output) {
    let all = fragmentation
    output.write("\n\(wrapped(summary))\n")
    if let longest { output.write("longest piece \(longest)\n") }
    let (sizes, distances) = (NamedBucket.all(all.sizes), NamedBucket.all(all.distances))
    if !sizes.isEmpty { output.write("\n") }
    Report<NamedBucket>.sizes.writeText(sizes, to: output)
    if !distances.isEmpty { output.write("\n") }
    Report<NamedBucket>.distances.writeText(distances, to: output)
  }
}
