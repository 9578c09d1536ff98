/// The clusters of the file as a list of runs, each of one use.
public struct HostRuns: Hashable, Sendable {
  /// Adjacent clusters with one use.
  public struct Run: Hashable, Sendable {
    /// The clusters, by number.
    public let clusters: Range<UInt64>
    /// What they are used for.
    public let use: HostMap.Use
  }

  /// The uses that are listed; empty for all.
  public let uses: Set<HostMap.Use>
  /// The first runs of the file, rising.
  public private(set) var runs: [Run] = []
  /// The runs that there are, those that are not listed included.
  public private(set) var count: UInt64 = 0
  private let most: Int
  private var last: Run?

  init(_ uses: Set<HostMap.Use>, most: Int) {
    (self.uses, self.most) = (uses, most)
  }

  /// Whether the file has more runs than are listed.
  public var isCut: Bool { count > UInt64(runs.count) }

  /// Takes the clusters that follow those that were taken last.
  mutating func add(_ clusters: Range<UInt64>, _ use: HostMap.Use) {
    guard !clusters.isEmpty, uses.isEmpty || uses.contains(use) else { return }
    if let run = last, run.use == use, run.clusters.upperBound == clusters.lowerBound {
      let joined = Run(clusters: run.clusters.lowerBound..<clusters.upperBound, use: use)
      if count == UInt64(runs.count) { runs[runs.count - 1] = joined }
      last = joined
      return
    }
    let run = Run(clusters: clusters, use: use)
    if runs.count < most { runs.append(run) }
    (count, last) = (count + 1, run)
  }
}

/// What is written down of the uses of clusters while a check goes over them.
struct UseRecord {
  var map: HostMap?
  var runs: HostRuns?

  mutating func add(_ clusters: Range<UInt64>, _ use: HostMap.Use) {
    map?.add(clusters, use)
    runs?.add(clusters, use)
  }

  /// Whether anything is to be written down.
  var isEmpty: Bool { map == nil && runs == nil }
}
