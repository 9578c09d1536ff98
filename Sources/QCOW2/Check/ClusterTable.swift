internal import Synchronization

/// What is known of every host cluster, in pages that exist only where something refers to them.
///
/// Several threads add to it. The pages have a bound: where they would exceed it, the highest are
/// given up, and `window` tells which clusters are still complete.
final class ClusterTable: Sendable {
  /// The clusters of a page; its words take 32 KiB.
  static let pageClusters: UInt64 = 8192

  /// Clusters that follow each other.
  final class Page: Sendable {
    struct State {
      var words = [UInt32](repeating: 0, count: Int(ClusterTable.pageClusters))
      /// Counts that a word cannot hold, by the place in the page.
      var counts: [Int: UInt64] = [:]
      /// The active disk's entries with and without COPIED, where there are several.
      var entries: [Int: ActiveEntries] = [:]

      /// Clusters that nothing refers to.
      static let empty = State()
    }

    let state = Mutex(State())
  }

  /// How many entries of the active disk refer to a cluster, by their COPIED flag.
  struct ActiveEntries {
    /// Those without the flag, by how often the active disk comes to them.
    var plain: UInt64 = 0
    /// Those with it.
    var copied: UInt64 = 0
    /// The entries as they stand in the file.
    var distinct = 0
  }

  /// The page that a thread used last, so that it need not be looked for again.
  struct Cursor {
    fileprivate var number = UInt64.max
    fileprivate var page: Page?
  }

  private struct Directory {
    var pages: [UInt64: Page] = [:]
    var window: Range<UInt64>
  }

  private let directory: Mutex<Directory>
  private let mostPages: Int

  /// - Parameters:
  ///   - window: The clusters to keep.
  ///   - memory: The bytes that the pages may take; two pages at least.
  init(window: Range<UInt64>, memory: Int) {
    directory = Mutex(Directory(window: window))
    mostPages = max(2, memory / (Int(Self.pageClusters) * MemoryLayout<UInt32>.size))
  }

  /// The clusters of which everything has been kept.
  var window: Range<UInt64> { directory.withLock { $0.window } }

  /// The page with `number`, or nil where nothing refers to any of its clusters.
  func page(_ number: UInt64) -> Page? { directory.withLock { $0.pages[number] } }

  /// The numbers of the pages that exist, rising.
  var pageNumbers: [UInt64] { directory.withLock { $0.pages.keys.sorted() } }

  /// Adds a claim to `count` clusters from `first` on; what is not in the window is left out.
  func add(_ claim: Claim, first: UInt64, count: UInt64, _ cursor: inout Cursor) {
    var position = first
    let end = first + count
    while position < end {
      let number = position / Self.pageClusters
      let start = number * Self.pageClusters
      let last = min(end, start + Self.pageClusters)
      if cursor.number != number { cursor = Cursor(number: number, page: makePage(number)) }
      cursor.page?.state.withLock {
        $0.add(claim, Int(position - start)..<Int(last - start))
      }
      position = last
    }
  }

  /// The page with `number`, made where it is not there; nil where it is not to be kept.
  private func makePage(_ number: UInt64) -> Page? {
    directory.withLock { directory in
      let start = number * Self.pageClusters
      guard start < directory.window.upperBound,
        start + Self.pageClusters > directory.window.lowerBound
      else { return nil }
      if let page = directory.pages[number] { return page }
      let page = Page()
      directory.pages[number] = page
      if directory.pages.count > mostPages, let highest = directory.pages.keys.max() {
        directory.pages[highest] = nil
        directory.window = directory.window.lowerBound..<highest * Self.pageClusters
        if highest == number { return nil }
      }
      return page
    }
  }
}

extension ClusterTable.Page.State {
  fileprivate mutating func add(_ claim: Claim, _ range: Range<Int>) {
    let fresh = ClusterWord(claim)
    let isSimple =
      claim.references < UInt64(ClusterWord.mostReferences) && claim.activeReferences <= 1
    guard isSimple else {
      for index in range { join(claim, index) }
      return
    }
    guard !fill(range, with: fresh) else { return }
    // Neighbours mostly have the same uses: what comes of joining them is worked out once for all that
    // are alike. A check of 200 snapshots spends half of its time here.
    var index = range.lowerBound
    while index < range.upperBound {
      let old = words[index]
      let total = old & ClusterWord.mostReferences + UInt32(claim.references)
      if old == 0 {
        index = replace(index..<range.upperBound, old, by: fresh.rawValue)
      } else if claim.active == .none, total < ClusterWord.mostReferences {
        let uses = Self.joined(ClusterWord(rawValue: old & ~ClusterWord.mostReferences), claim)
        index = replace(index..<range.upperBound, old, by: uses | total)
      } else {
        join(claim, index)
        index += 1
      }
    }
  }

  /// Replaces the first words of a range as far as they equal `old`; returns where that ends.
  private mutating func replace(_ range: Range<Int>, _ old: UInt32, by new: UInt32) -> Int {
    var span = words.mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count)
    var index = range.lowerBound
    while index < range.upperBound, unsafe span[unchecked: index] == old {
      unsafe span[unchecked: index] = new
      index += 1
    }
    return index
  }

  /// How many clusters of a range, from the first one on, have the same use.
  func alike(_ range: Range<Int>) -> Int {
    guard counts.isEmpty, entries.isEmpty else { return min(1, range.count) }
    return unsafe words.withUnsafeBytes {
      unsafe UnsafeRawBufferPointer(rebasing: $0[range.lowerBound * 4..<range.upperBound * 4])
        .alike(width: 4)
    }
  }

  /// What a word says beside its count after a claim, as far as its own flags go.
  private static func joined(_ old: ClusterWord, _ claim: Claim) -> UInt32 {
    let joined = ClusterWord(
      Claim(
        class: old.class.joined(with: claim.class),
        holders: old.holders.joined(with: claim.holders)))
    return joined.rawValue & ~ClusterWord.mostReferences
      | old.rawValue & ClusterWord.activeFlags
  }

  /// Stores a word for clusters that nothing has referred to yet; nothing where something has.
  private mutating func fill(_ range: Range<Int>, with word: ClusterWord) -> Bool {
    var span = words.mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count)
    var known: UInt32 = 0
    for index in range { unsafe known |= span[unchecked: index] }
    guard known == 0 else { return false }
    for index in range { unsafe span[unchecked: index] = word.rawValue }
    return true
  }

  private mutating func join(_ claim: Claim, _ index: Int) {
    let old = ClusterWord(rawValue: words[index])
    var joined = ClusterWord(rawValue: Self.joined(old, claim))
    let total = references(old, index) + claim.references
    if total >= UInt64(ClusterWord.mostReferences) { counts[index] = total }
    joined.rawValue |= UInt32(min(total, UInt64(ClusterWord.mostReferences)))
    if claim.active != .none {
      var known = activeEntries(old, index)
      if claim.active == .copied {
        known.copied += claim.activeReferences
      } else {
        known.plain += claim.activeReferences
      }
      known.distinct += 1
      if known.distinct > 1 || claim.activeReferences > 1 { entries[index] = known }
      joined.rawValue |= ClusterWord(claim).rawValue & ClusterWord.activeFlags
    }
    words[index] = joined.rawValue
  }

  /// The exact number of references to a cluster.
  func references(_ word: ClusterWord, _ index: Int) -> UInt64 {
    word.references < ClusterWord.mostReferences
      ? UInt64(word.references) : counts[index] ?? UInt64(word.references)
  }

  /// The entries of the active disk that refer to a cluster.
  func activeEntries(_ word: ClusterWord, _ index: Int) -> ClusterTable.ActiveEntries {
    if let several = entries[index] { return several }
    return ClusterTable.ActiveEntries(
      plain: word.rawValue & ClusterWord.plainFlag == 0 ? 0 : 1,
      copied: word.rawValue & ClusterWord.copiedFlag == 0 ? 0 : 1,
      distinct: word.isActive ? 1 : 0)
  }
}
