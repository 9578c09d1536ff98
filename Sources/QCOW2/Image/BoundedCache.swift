/// A cache of byte arrays, bounded in bytes, that forgets what has not been asked for since it last
/// looked (the clock algorithm).
///
/// It is cut into parts with a lock each, so that threads seldom wait for each other. No lock is held
/// while a value is loaded: two threads that miss the same key both load, and the first one wins.
final class BoundedCache: Sendable {
  /// Few enough parts that each holds several values, however large those are.
  private static let valuesInPart = 16
  private static let mostParts = 8

  private let parts: [CachePart]

  /// - Parameters:
  ///   - limit: The most bytes it may hold.
  ///   - valueSize: The bytes of one value.
  init(limit: Int, valueSize: Int) {
    let count = min(max(1, limit / valueSize / Self.valuesInPart), Self.mostParts)
    parts = (0..<count).map { CachePart(limit: limit / count + ($0 < limit % count ? 1 : 0)) }
  }

  var statistics: CacheStatistics {
    parts.reduce(into: CacheStatistics(limit: 0)) { sum, part in
      let statistics = part.statistics
      sum.hits += statistics.hits
      sum.misses += statistics.misses
      sum.byteCount += statistics.byteCount
      sum.limit += statistics.limit
    }
  }

  /// The value for `key`, or nil where it is not there.
  func value(for key: Remembered) -> Bytes? { parts[key.spread % parts.count].value(for: key) }

  /// Keeps the value that was loaded for `key`, unless another thread was faster.
  func insert(_ value: Bytes, for key: Remembered) {
    parts[key.spread % parts.count].insert(value, for: key)
  }
}
