/// The reference counts that an image stores, told for stretches of clusters with equal counts.
///
/// Keeps one page of counts; asking for rising clusters reads each page once.
public struct StoredCounts: Sendable {
  private let table: RefcountTable
  private var page: Range<UInt64> = 0..<0
  private var counts = [UInt64](repeating: 0, count: Int(Self.pageClusters))
  private var isReadable = false

  private static let pageClusters: UInt64 = 8192

  /// Reads the refcount table: at most 8 MiB.
  ///
  /// - Parameter storage: Where the image is.
  /// - Throws: As `Check.init`.
  public init(_ storage: any Storage) throws(ImageError) {
    table = try RefcountTable(try CheckedImage(storage))
  }

  /// Calls `visit` for the longest stretches of `clusters` with one count, rising; the count is nil
  /// where it cannot be read.
  public mutating func forEachStretch(
    of clusters: Range<UInt64>, _ visit: (Range<UInt64>, UInt64?) -> Void
  ) {
    var position = clusters.lowerBound
    while position < clusters.upperBound {
      if !page.contains(position) { load(around: position) }
      let end = min(page.upperBound, clusters.upperBound)
      guard isReadable else {
        visit(position..<end, nil)
        position = end
        continue
      }
      let first = Int(position - page.lowerBound)
      let count = counts[first]
      var next = first + 1
      let stop = Int(end - page.lowerBound)
      while next < stop, counts[next] == count { next += 1 }
      visit(position..<page.lowerBound + UInt64(next), count)
      position = page.lowerBound + UInt64(next)
    }
  }

  /// The count of one cluster; nil where it cannot be read.
  public mutating func count(of cluster: UInt64) -> UInt64? {
    if !page.contains(cluster) { load(around: cluster) }
    return isReadable ? counts[Int(cluster - page.lowerBound)] : nil
  }

  private mutating func load(around cluster: UInt64) {
    let block = table.geometry.refcountBlockEntries
    let start = cluster / Self.pageClusters * Self.pageClusters
    let first = max(start, cluster / block * block)
    let end = min(
      start.addedClamped(to: Self.pageClusters), (cluster / block + 1).multipliedClamped(by: block))
    page = first..<max(first + 1, end)
    for index in 0..<page.count { counts[index] = 0 }
    do {
      _ = try table.load(page, into: &counts)
      isReadable = true
    } catch {
      isReadable = false
    }
  }
}
