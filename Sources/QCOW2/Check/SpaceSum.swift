/// Adds up what the clusters of a file are used for, in the order of the file.
struct SpaceSum {
  private let clusterBits: UInt64
  private let fileEnd: UInt64
  private var uses: [SpaceTotals.Use: SpaceTotals.Amount] = [:]
  private var holes: HoleCursor
  /// Free clusters that may turn out to be the tail.
  private var pending = SpaceTotals.Amount()

  init(_ image: CheckedImage) {
    clusterBits = UInt64(image.geometry.clusterBits)
    fileEnd = image.fileEnd
    holes = HoleCursor(image.storage)
  }

  /// Takes in clusters of one kind; those past the end of the file take nothing.
  mutating func add(_ clusters: Range<UInt64>, _ word: ClusterWord, stored: UInt64) {
    let start = min(fileEnd, clusters.lowerBound << clusterBits)
    let end = min(fileEnd, clusters.upperBound << clusterBits)
    guard start < end else { return }
    let amount = SpaceTotals.Amount(
      clusters: (end - start + (1 << clusterBits) - 1) >> clusterBits, bytes: end - start,
      holeBytes: holes.holeBytes(in: HostOffset(start)..<HostOffset(end)), first: HostOffset(start))
    let isUsed = word.references > 0 || stored > 0
    guard isUsed else {
      pending += amount
      return
    }
    if pending.bytes > 0 {
      uses[.free, default: SpaceTotals.Amount()] += pending
      pending = SpaceTotals.Amount()
    }
    let use = SpaceTotals.Use(
      class: word.class, holders: word.references > 0 ? word.holders : .none,
      isLeaked: word.references == 0, isTail: false)
    uses[use, default: SpaceTotals.Amount()] += amount
  }

  /// The sums; what is free after the last cluster in use is the tail.
  var totals: SpaceTotals {
    var totals = SpaceTotals(uses: uses, fileLength: fileEnd)
    if pending.bytes > 0 { totals.uses[.tail] = pending }
    return totals
  }
}

extension SpaceTotals.Use {
  /// Clusters that a writer would take next.
  static let free = Self(class: .none, holders: .none, isLeaked: false, isTail: false)
  /// What follows the last cluster in use.
  static let tail = Self(class: .none, holders: .none, isLeaked: false, isTail: true)
}

extension SpaceTotals.Amount {
  static func += (left: inout Self, right: Self) {
    left.clusters += right.clusters
    left.bytes += right.bytes
    if let holes = right.holeBytes { left.holeBytes = (left.holeBytes ?? 0) + holes }
    if let first = right.first { left.first = min(left.first ?? first, first) }
  }
}
