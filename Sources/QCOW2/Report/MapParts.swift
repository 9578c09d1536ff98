/// A guest range cut into parts whose maps are made apart from each other.
struct MapParts {
  private let range: Range<GuestOffset>
  private let size: UInt64
  private let first: UInt64
  let count: Int

  /// The most clusters of a part: each may be a line of a hundred bytes, and a few parts are there at a
  /// time.
  private static let mostClusters: UInt64 = 1 << 16
  /// Fewer are not worth a thread.
  private static let fewestClusters: UInt64 = 1 << 12

  /// - Parameters:
  ///   - range: The whole range.
  ///   - geometry: The arithmetic of the disk.
  ///   - threads: How many parts are made at a time.
  init(_ range: Range<GuestOffset>, _ geometry: Geometry, threads: Int) {
    self.range = range
    // With subclusters a cluster may have 32 lines.
    let most = Self.mostClusters / UInt64(min(16, geometry.subclustersPerCluster))
    let clusters = (range.upperBound - range.lowerBound) >> UInt64(geometry.clusterBits)
    let share = clusters / UInt64(threads * 8) / Self.fewestClusters * Self.fewestClusters
    size = min(max(share, Self.fewestClusters), most) << UInt64(geometry.clusterBits)
    first = range.lowerBound.rawValue / size
    let last = range.isEmpty ? first : (range.upperBound.rawValue - 1) / size
    count = Int(last - first) + 1
  }

  /// A part, by its number.
  subscript(_ number: Int) -> Range<GuestOffset> {
    let start = (first + UInt64(number)) * size
    let end = start.addedClamped(to: size)
    return max(GuestOffset(start), range.lowerBound)..<min(GuestOffset(end), range.upperBound)
  }
}
