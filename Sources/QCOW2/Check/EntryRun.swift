/// A run of entries of one L2 table that say the same of consecutive clusters.
struct EntryRun {
  /// What the entries are.
  enum Kind {
    /// No host cluster; some bit is set, or the entry would not be worth a run.
    case empty
    /// Zeros without a host cluster.
    case zeroPlain
    /// A host cluster each, one after the other.
    case clusters
    /// One compressed cluster.
    case compressed
  }

  /// The first entry.
  let index: Int
  /// The number of entries.
  let count: Int
  /// The first entry; the others differ from it by their place alone.
  let entry: L2Entry
  let kind: Kind
  /// Where the first cluster lies, by its entry; 0 where there is none.
  let host: HostOffset
}

extension EntryRun {
  /// The first entry alone.
  var first: EntryRun { prefix(1) }

  /// The first entries.
  func prefix(_ entries: Int) -> EntryRun {
    EntryRun(index: index, count: min(count, entries), entry: entry, kind: kind, host: host)
  }

  /// The run without its first entries.
  func dropping(_ entries: Int, _ geometry: Geometry) -> EntryRun {
    let skipped = UInt64(entries) << UInt64(geometry.clusterBits)
    return EntryRun(
      index: index + entries, count: count - entries,
      entry: L2Entry(rawValue: entry.rawValue &+ skipped, subclusters: entry.subclusters),
      kind: kind, host: host + skipped)
  }

  /// Whether no byte of the clusters is the guest's.
  func isZero(_ geometry: Geometry) -> Bool {
    geometry.hasExtendedL2 ? entry.subclusters.allocated == 0 : entry.hasZeroFlag
  }
}

extension UInt64 {
  /// From the lowest to the highest bit that is set; the value must not be 0.
  var bitRange: ClosedRange<Int> { trailingZeroBitCount...(63 - leadingZeroBitCount) }
}
