internal import Dispatch
internal import Synchronization

/// Goes over every reference of an image and compares them with the stored reference counts.
///
/// Reads metadata only, on as many threads as there are processors, and nothing is written. Memory
/// is bounded: where the clusters of a file are too many for it, the tables are gone over again for
/// the rest.
public struct Check: Sendable {
  /// What a check may use.
  public struct Limits: Sendable {
    /// The bytes for what is known of each cluster: four for every one, where something refers to its
    /// neighbourhood.
    public var memory: Int
    /// The threads that read tables.
    public var threads: Int

    /// - Parameters:
    ///   - memory: Bytes for what is known of each cluster; 80 MiB are enough for 1.2 TiB of clusters
    ///     of 64 KiB in one pass.
    ///   - threads: The threads that read tables; as many as there are processors where nil.
    public init(memory: Int = 80 << 20, threads: Int? = nil) {
      self.memory = memory
      self.threads = threads ?? Processors.count
    }
  }

  let image: CheckedImage
  let limits: Limits

  /// Reads the header, the snapshot table and the bitmap directory.
  ///
  /// - Parameters:
  ///   - storage: Where the image is. Neither a pass phrase nor a data file is needed.
  ///   - limits: What the check may use.
  /// - Throws: `ImageError.refused` where the header leaves nothing to check, `.notAnImage` without
  ///   the magic number, `.system` where reading fails.
  public init(_ storage: any Storage, limits: Limits = Limits()) throws(ImageError) {
    image = try CheckedImage(storage)
    self.limits = limits
  }

  /// Checks.
  ///
  /// - Parameters:
  ///   - cancellation: Stops the check; the report then holds what was found up to then.
  ///   - progress: Called now and then, on any thread but never on two at once.
  /// - Returns: The report.
  /// - Throws: `ImageError.system` where a table without which nothing can be told cannot be read.
  public func run(
    cancellation: Cancellation = Cancellation(),
    progress: @escaping @Sendable (CheckProgress) -> Void = { _ in }
  ) throws(ImageError) -> CheckReport {
    let run = try CheckRun(image, limits, cancellation, progress)
    do throws(ImageError) {
      try run.everything()
      return run.report(isComplete: true)
    } catch .cancelled {
      return run.report(isComplete: false)
    }
  }
}

/// A check while it runs.
private final class CheckRun {
  private let image: CheckedImage
  private let limits: Check.Limits
  private let cancellation: Cancellation
  private let progress: ProgressReporter
  private let findings = FindingCollector()
  private let counts: RefcountTable
  private var statistics: ClusterStatistics
  private var space: SpaceTotals?
  private var end: UInt64 = 0
  private var suspects: [RefcountSweep.Suspect] = []

  init(
    _ image: CheckedImage, _ limits: Check.Limits, _ cancellation: Cancellation,
    _ progress: @escaping @Sendable (CheckProgress) -> Void
  ) throws(ImageError) {
    self.image = image
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
    let all = 0..<image.fileClusters + 2
    var window = all
    var space = SpaceSum(image)
    while !window.isEmpty {
      let clusters = ClusterTable(window: window, memory: limits.memory)
      try claimAll(clusters, isFirstPass: window.lowerBound == 0)
      let done = clusters.window
      var sweep = RefcountSweep(image, clusters, counts, findings, space)
      let stop = done.upperBound == all.upperBound ? sweptEnd(clusters) : done.upperBound
      try sweep.compare(done.lowerBound..<stop, cancellation) {
        progress.tell(.refcounts, $0, of: image.fileClusters)
      }
      space = sweep.space
      suspects += sweep.suspects.prefix(RefcountSweep.mostSuspects - suspects.count)
      end = max(end, sweep.end)
      window = done.upperBound..<all.upperBound
    }
    self.space = space.totals
    judgeTail()
    try lookUpSuspects()
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
      imageEnd: HostOffset(end << UInt64(image.geometry.clusterBits)), space: space,
      isComplete: isComplete, snapshots: image.snapshots.records, bitmaps: image.bitmaps.records)
  }

  private func judgeTail() {
    guard let tail = space?.uses[.tail] else { return }
    let start = HostOffset(image.fileEnd - tail.bytes)
    findings.report(
      .tail, at: Place(start), Touched(host: start..<HostOffset(image.fileEnd))
    ) { "\(tail.bytes) bytes from \(start) on follow the last cluster in use" }
  }
}

extension CheckRun {
  /// Counts every reference, of the clusters in the table's window at least.
  private func claimAll(_ clusters: ClusterTable, isFirstPass: Bool) throws(ImageError) {
    var claimer = Claimer(image, clusters, counts, findings)
    let judge = StructureJudge(image, findings, isFirstPass: isFirstPass)
    try judge.claimRegions(&claimer, cancellation)
    var window: Range<UInt64> = 0..<UInt64.max
    while !window.isEmpty {
      progress.tell(.l1Tables, 0, of: UInt64(image.l1Tables.count))
      var index = L2TableIndex(window: window, mostTables: limits.memory / 64)
      for (number, table) in image.l1Tables.enumerated() {
        if cancellation.isCancelled { throw .cancelled }
        progress.tell(.l1Tables, UInt64(number), of: UInt64(image.l1Tables.count))
        guard let bytes = judge.l1Bytes(table, isFirstWindow: window.lowerBound == 0) else {
          continue
        }
        index.add(table, bytes)
      }
      index.settle()
      try claimTables(index.tables, clusters, isFirstPass: isFirstPass)
      window = index.window.upperBound..<UInt64.max
    }
    judge.claimRefcountBlocks(&claimer, counts)
  }

  /// Reads and judges L2 tables on several threads, a few at a time.
  private func claimTables(
    _ tables: [L2TableIndex.Table], _ clusters: ClusterTable, isFirstPass: Bool
  ) throws(ImageError) {
    let batches = L2Batches(tables, image.geometry)
    let next = Atomic(0)
    let sum = Mutex(ClusterStatistics(total: 0))
    let (image, counts, findings) = (image, counts, findings)
    let (cancellation, progress) = (cancellation, progress)
    DispatchQueue.concurrentPerform(iterations: min(limits.threads, max(1, batches.count))) { _ in
      var worker = L2Worker(
        Claimer(image, clusters, counts, findings), isFirstPass: isFirstPass)
      while !cancellation.isCancelled {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < batches.count else { break }
        worker.judge(batches.tables(number))
        progress.tell(.l2Tables, UInt64(number), of: UInt64(batches.count))
      }
      sum.withLock { $0 += worker.statistics }
    }
    statistics += sum.withLock { $0 }
    if cancellation.isCancelled { throw .cancelled }
  }

  /// Finds the guest ranges of the clusters that turned out to be at fault.
  private func lookUpSuspects() throws(ImageError) {
    guard !suspects.isEmpty else { return }
    let bits = UInt64(image.geometry.clusterBits)
    let ranges = suspects.map {
      HostOffset($0.clusters.lowerBound << bits)..<HostOffset($0.clusters.upperBound << bits)
    }
    var search = OwnerSearch(image, ranges, most: 65_536)
    try search.run(cancellation) { progress.tell(.owners, $0, of: $1) }
    for reference in search.found {
      guard case .guest(let guest) = reference.owner else { continue }
      for suspect in suspects
      where reference.host.overlaps(
        HostOffset(
          suspect.clusters.lowerBound << bits)..<HostOffset(
            suspect.clusters.upperBound << bits))
      {
        findings.addGuest(
          Touched(guest: guest.range, holders: guest.disk.holders), toGroupOf: suspect.problem,
          table: suspect.table)
      }
    }
  }
}
