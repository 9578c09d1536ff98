internal import Synchronization

/// A check while it runs.
final class CheckRun {
  let image: CheckedImage
  let limits: CheckLimits
  let cancellation: Cancellation
  let progress: ProgressReporter
  let findings: FindingCollector
  let counts: RefcountTable
  var statistics: ClusterStatistics
  private var ledger: SpaceLedger?
  private(set) var uses: UseRecord
  var bitmapBytes: [UInt64] = []
  private var end: UInt64 = 0
  var suspects: [RefcountSweep.Suspect] = []

  init(
    _ image: CheckedImage, _ limits: CheckLimits, _ uses: UseRecord,
    _ cancellation: Cancellation, _ progress: @escaping @Sendable (CheckProgress) -> Void
  ) throws(ImageError) {
    self.uses = uses
    self.image = image
    findings = FindingCollector(guestEnd: image.largestDisk)
    self.limits = limits
    self.cancellation = cancellation
    self.progress = ProgressReporter(findings, progress)
    counts = try RefcountTable(image)
    statistics = ClusterStatistics(total: image.geometry.guestClusters)
  }

  /// Goes over the file in as many passes as the memory asks for.
  func everything() throws(ImageError) {
    StructureRules(image, findings).judge()
    // A region may reach into the cluster after the last.
    let space = try sweep(0..<image.fileClusters + 2)
    ledger = SpaceLedger(space.totals, image, bitmapBytes: bitmapBytes)
    judgeTail()
    try lookUpSuspects()
  }

  /// Counts and compares the references to some clusters.
  ///
  /// - Returns: What they are used for.
  func sweep(_ all: Range<UInt64>) throws(ImageError) -> SpaceSum {
    var window = all
    var space = SpaceSum(image)
    while !window.isEmpty {
      let clusters = ClusterTable(window: window, memory: limits.memory)
      try claimAll(clusters, isFirstPass: window == 0..<image.fileClusters + 2)
      let done = clusters.window
      var sweep = RefcountSweep(image, clusters, counts, findings, space, uses)
      let stop = max(done.lowerBound, min(done.upperBound, sweptEnd(clusters)))
      try sweep.compare(done.lowerBound..<stop, cancellation) {
        progress.tell(.refcounts, $0, of: image.fileClusters)
      }
      space = sweep.space
      uses = sweep.uses
      suspects += sweep.suspects.prefix(RefcountSweep.mostSuspects - suspects.count)
      end = max(end, sweep.end)
      window = done.upperBound..<all.upperBound
    }
    return space
  }

  /// The last cluster of the file, or the one after it where something reaches into it.
  private func sweptEnd(_ clusters: ClusterTable) -> UInt64 {
    let last = image.fileClusters
    let page = clusters.page(last / ClusterTable.pageClusters)
    let word = page?.state.withLock { $0.words[Int(last % ClusterTable.pageClusters)] } ?? 0
    return word == 0 ? last : last + 1
  }

  func report(isComplete: Bool) -> CheckReport {
    CheckReport(
      tally: findings.tally, groups: findings.groups, clusters: statistics,
      imageEnd: HostOffset(end << UInt64(image.geometry.clusterBits)), ledger: ledger,
      fileLength: image.fileEnd,
      map: uses.map, isComplete: isComplete, isLive: image.isLive,
      snapshots: image.snapshots.records,
      bitmaps: image.bitmaps.records)
  }

  private func judgeTail() {
    guard let bytes = ledger?.bytes(of: .tail), bytes > 0 else { return }
    let start = HostOffset(image.fileEnd - bytes)
    findings.report(
      .tail, at: Place(start), Touched(host: start..<HostOffset(image.fileEnd))
    ) { "\(counted(bytes, "byte")) from \(start) on: behind the last cluster in use" }
  }
}
