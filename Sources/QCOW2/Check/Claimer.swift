internal import Synchronization

/// Adds the references that one thread finds to the shared table of clusters, and reports those that
/// lie past the end of the file.
struct Claimer {
  let image: CheckedImage
  let clusters: ClusterTable
  let counts: RefcountTable
  private(set) var findings: FindingCollector
  private var cursor = ClusterTable.Cursor()

  init(
    _ image: CheckedImage, _ clusters: ClusterTable, _ counts: RefcountTable,
    _ findings: FindingCollector
  ) {
    self.image = image
    self.clusters = clusters
    self.counts = counts
    self.findings = findings
  }

  private var geometry: Geometry { image.geometry }

  /// The same with another place to report to.
  func reporting(to findings: FindingCollector) -> Claimer {
    var copy = self
    copy.findings = findings
    return copy
  }

  /// How often the cluster at `host` has been claimed; nil where it is outside the window.
  func references(at host: HostOffset) -> UInt64? {
    let cluster = host.rawValue >> UInt64(geometry.clusterBits)
    guard clusters.window.contains(cluster) else { return nil }
    let index = Int(cluster % ClusterTable.pageClusters)
    return clusters.page(cluster / ClusterTable.pageClusters)?.state.withLock {
      $0.references(ClusterWord(rawValue: $0.words[index]), index)
    }
  }

  /// Whether a region may be where it is: the last cluster of a file may be cut off, so less than one
  /// cluster may be missing.
  func isWithinFile(_ start: HostOffset, _ length: UInt64) -> Bool {
    guard let end = start.advanced(by: length)?.rawValue else { return false }
    return end <= image.fileEnd || end - image.fileEnd < geometry.clusterSize
  }

  /// Claims every cluster that `length` bytes from `start` on touch.
  ///
  /// - Returns: Whether the region lies within the file; nothing is claimed where it does not.
  mutating func claim(_ start: HostOffset, _ length: UInt64, _ claim: Claim) -> Bool {
    guard length > 0 else { return true }
    guard isWithinFile(start, length) else { return false }
    let bits = UInt64(geometry.clusterBits)
    let first = start.rawValue >> bits
    let last = (start.rawValue + length - 1) >> bits
    clusters.add(claim, first: first, count: last - first + 1, &cursor)
    return true
  }

  /// Claims one cluster, or the two that it touches where it does not begin where one may. COPIED
  /// flags count for the first.
  ///
  /// - Returns: Whether it lies within the file; nothing is claimed where it does not.
  mutating func claimCluster(_ start: HostOffset, _ claim: Claim) -> Bool {
    let size = geometry.clusterSize
    let skipped = geometry.offsetInCluster(start)
    guard skipped > 0 else { return self.claim(start, size, claim) }
    guard isWithinFile(start, size) else { return false }
    var second = claim
    second.active = .none
    return self.claim(start, size - skipped, claim)
      && self.claim(start + (size - skipped), skipped, second)
  }

  /// Claims a structure that the header or a directory names, and reports where it is lost.
  mutating func claim(_ region: Region, holders: Holders = .none) {
    let whole = Claim(class: region.class, holders: holders, references: region.references)
    guard !claim(region.start, region.length, whole) else { return }
    findings.report(
      .tablePastEnd, at: Place(region.start), weight: region.references,
      Touched(
        host: region.range, holders: holders, bitmap: region.bitmap)
    ) {
      "the \(region.class.name) at \(region.start), \(counted(region.length, "byte")), goes on past the end of "
        + "the file at \(hex(image.fileEnd))"
    }
  }
}

extension Region {
  /// The bitmap that the structure is part of, by its place in the directory.
  fileprivate var bitmap: Int? {
    switch part {
    case .bitmapTable(let index), .bitmapData(let index, _): index
    default: nil
    }
  }

  /// How often the structure is referred to: an L1 table by each disk that has it.
  var references: UInt64 {
    if case .l1Table(let disks) = part { UInt64(disks.count) } else { 1 }
  }
}
