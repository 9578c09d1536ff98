internal import Synchronization

/// Compares the counted references of all clusters with the stored counts, in the order of the file,
/// and adds up what the clusters are used for.
struct RefcountSweep {
  /// A stretch of clusters whose owners are to be looked up.
  struct Suspect {
    let problem: Problem
    let table: HostOffset?
    let clusters: Range<UInt64>
  }

  private let image: CheckedImage
  private let clusters: ClusterTable
  private let counts: RefcountTable
  private let findings: FindingCollector
  /// The clusters at fault, as far as they are kept.
  private(set) var suspects: [Suspect] = []
  /// What the clusters are used for.
  private(set) var space: SpaceSum
  /// The same by place, where it is asked for.
  private(set) var uses: UseRecord
  /// One more than the highest cluster that is referred to or counted; 1 where none is.
  private(set) var end: UInt64 = 1

  static let mostSuspects = 4096

  init(
    _ image: CheckedImage, _ clusters: ClusterTable, _ counts: RefcountTable,
    _ findings: FindingCollector, _ space: SpaceSum, _ uses: UseRecord
  ) {
    self.image = image
    self.clusters = clusters
    self.counts = counts
    self.findings = findings
    self.space = space
    self.uses = uses
  }

  private var geometry: Geometry { image.geometry }
  private var mostCount: UInt64 {
    geometry.refcountOrder == 6 ? .max : (1 << UInt64(geometry.refcountBits)) - 1
  }

  /// Compares the clusters of `window`; to be called for rising windows.
  ///
  /// - Throws: `ImageError.cancelled`.
  mutating func compare(
    _ window: Range<UInt64>, _ cancellation: Cancellation, _ progress: (UInt64) -> Void
  ) throws(ImageError) {
    let pages = clusters.pageNumbers
    var nextPage = 0
    var stored = [UInt64](repeating: 0, count: Int(ClusterTable.pageClusters))
    var position = window.lowerBound
    while position < window.upperBound {
      if cancellation.isCancelled { throw .cancelled }
      progress(position)
      let number = position / ClusterTable.pageClusters
      while nextPage < pages.count, pages[nextPage] < number { nextPage += 1 }
      let block = position / geometry.refcountBlockEntries
      let hasPage = nextPage < pages.count && pages[nextPage] == number
      if !hasPage, counts.entry(block).refcountBlock == nil {
        let page = nextPage < pages.count ? pages[nextPage] * ClusterTable.pageClusters : .max
        let counted =
          counts.nextBlock(from: block).map { $0 * geometry.refcountBlockEntries } ?? .max
        let next = min(page, counted, window.upperBound)
        space.add(position..<next, ClusterWord(rawValue: 0), stored: 0)
        let end = min(next, image.fileClusters)
        uses.add(position..<max(position, end), .free)
        position = next
        continue
      }
      let next = min(
        window.upperBound, (number + 1) * ClusterTable.pageClusters,
        (block + 1) * geometry.refcountBlockEntries)
      compare(position..<next, hasPage ? clusters.page(number) : nil, &stored)
      position = next
    }
  }

  /// Compares clusters of one page that one refcount block covers.
  private mutating func compare(
    _ range: Range<UInt64>, _ page: ClusterTable.Page?, _ stored: inout [UInt64]
  ) {
    let block = range.lowerBound / geometry.refcountBlockEntries
    let blockStart = counts.entry(block).refcountBlock
    var isReadable = true
    // Without a block all counts are 0.
    var common: UInt64? = 0
    do throws(ImageError) {
      if let bytes = try counts.bytes(range) {
        common = counts.common(bytes, count: range.count)
        if common == nil { counts.decode(bytes, count: range.count, into: &stored) }
      }
    } catch {
      isReadable = false
      reportUnreadable(range, blockStart, error)
    }
    let counts = common.map(Counts.all) ?? .each(stored)
    let first = Int(range.lowerBound % ClusterTable.pageClusters)
    guard let page else {
      return compare(
        range, first, ClusterTable.Page.State.empty, counts, isReadable, blockStart)
    }
    page.state.withLock { compare(range, first, $0, counts, isReadable, blockStart) }
  }

  /// The stored counts of a stretch of clusters.
  private enum Counts {
    /// All have the same.
    case all(UInt64)
    case each([UInt64])

    subscript(_ index: Int) -> UInt64 {
      switch self {
      case .all(let count): count
      case .each(let counts): counts[index]
      }
    }

    /// How many of a range, from the first one on, are the same.
    func alike(_ range: Range<Int>) -> Int {
      guard case .each(let counts) = self else { return range.count }
      return unsafe counts.withUnsafeBytes {
        unsafe UnsafeRawBufferPointer(rebasing: $0[range.lowerBound * 8..<range.upperBound * 8])
          .alike(width: 8)
      }
    }
  }

  private func reportUnreadable(
    _ range: Range<UInt64>, _ block: HostOffset?, _ error: ImageError
  ) {
    findings.report(
      .refcountUnreadable, table: block, at: Place(block ?? .zero), places: UInt64(range.count),
      Touched(host: hostRange(range))
    ) {
      "the reference counts of clusters \(range.lowerBound) to \(range.upperBound - 1): \(error)"
    }
  }

  private func hostRange(_ range: Range<UInt64>) -> Range<HostOffset> {
    let bits = UInt64(geometry.clusterBits)
    return HostOffset(range.lowerBound << bits)..<HostOffset(range.upperBound << bits)
  }

  private mutating func compare(
    _ range: Range<UInt64>, _ first: Int, _ state: borrowing ClusterTable.Page.State,
    _ stored: Counts, _ isReadable: Bool, _ block: HostOffset?
  ) {
    var index = 0
    var (endOfUse, endOfCount) = (0, 0)
    while index < range.count {
      if index == endOfUse { endOfUse += state.alike(first + index..<first + range.count) }
      if index == endOfCount { endOfCount += stored.alike(index..<range.count) }
      let end = min(endOfUse, endOfCount)
      let value = isReadable ? stored[index] : nil
      judge(run(range, index..<end, first, state, value, block))
      index = end
    }
  }

  /// A run of a stretch of clusters, which begins at `first` of its page.
  private func run(
    _ range: Range<UInt64>, _ part: Range<Int>, _ first: Int,
    _ state: borrowing ClusterTable.Page.State, _ stored: UInt64?, _ block: HostOffset?
  ) -> Run {
    let place = first + part.lowerBound
    let word = ClusterWord(rawValue: state.words[place])
    return Run(
      clusters: range.lowerBound + UInt64(part.lowerBound)..<range.lowerBound
        + UInt64(part.upperBound),
      word: word, stored: stored, block: block, references: state.references(word, place),
      entries: state.activeEntries(word, place))
  }

  private struct Run {
    let clusters: Range<UInt64>
    let word: ClusterWord
    let stored: UInt64?
    let block: HostOffset?
    let references: UInt64
    let entries: ClusterTable.ActiveEntries

    var count: UInt64 { UInt64(clusters.count) }
  }

  private mutating func judge(_ run: Run) {
    let stored = run.stored ?? run.references
    space.add(run.clusters, run.word, stored: stored)
    if !uses.isEmpty { uses.add(run.clusters, HostMap.Use(run.word, stored: stored)) }
    judgeUses(run)
    var counted = run.references
    if counted > mostCount {
      report(.refcountOverflow, run, weight: counted - mostCount) {
        "has \(counted) references, a count can hold \(mostCount)"
      }
      suspect(.refcountOverflow, run)
      counted = mostCount
    }
    guard let stored = run.stored else { return }
    if stored > 0 || counted > 0 { end = run.clusters.upperBound }
    if stored < counted {
      let problem: Problem = stored == 0 ? .refcountZero : .refcountTooLow
      report(problem, run) { "reference count \(stored), references \(counted)" }
      suspect(problem, run)
    } else if stored > counted, !image.mayMissOwners {
      report(.leak, run) { "reference count \(stored), references \(counted)" }
    }
    let wrong = stored == 1 ? run.entries.plain : run.entries.copied
    if wrong > 0 {
      let problem: Problem = run.word.class == .l2Table ? .l1Copied : .l2Copied
      report(problem, run, weight: wrong) {
        "COPIED is \(stored == 1 ? "clear" : "set"), the reference count is \(stored)"
      }
      suspect(problem, run)
    }
  }

  /// What is wrong with how a cluster is used, whatever its count.
  private mutating func judgeUses(_ run: Run) {
    if run.word.class == .overlap {
      report(.overlap, run) { "is claimed for two uses" }
      suspect(.overlap, run)
    } else if run.entries.distinct > 1, run.word.class != .compressed {
      report(.clusterAliased, run) {
        "is the host cluster of \(run.entries.distinct) guest clusters"
      }
      suspect(.clusterAliased, run)
    }
  }

  private func report(
    _ problem: Problem, _ run: Run, weight: UInt64 = 1, _ message: () -> String
  ) {
    let host = hostRange(run.clusters)
    let holders: Holders = problem == .leak ? .none : run.word.holders
    findings.report(
      problem, table: run.block, at: Place(host.lowerBound), places: run.count, weight: weight,
      Touched(host: host, holders: holders)
    ) {
      "cluster \(run.clusters.lowerBound) at \(host.lowerBound): \(message())"
    }
  }

  private mutating func suspect(_ problem: Problem, _ run: Run) {
    if let last = suspects.last, last.problem == problem, last.table == run.block,
      last.clusters.upperBound == run.clusters.lowerBound
    {
      suspects[suspects.count - 1] = Suspect(
        problem: problem, table: run.block,
        clusters: last.clusters.lowerBound..<run.clusters.upperBound)
    } else if suspects.count < Self.mostSuspects {
      suspects.append(Suspect(problem: problem, table: run.block, clusters: run.clusters))
    }
  }
}
