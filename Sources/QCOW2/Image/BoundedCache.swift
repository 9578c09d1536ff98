/// How much a cache holds and how often it helped.
public struct CacheStatistics: Hashable, Sendable {
  /// Look-ups answered from the cache.
  public var hits = 0
  /// Look-ups that had to load.
  public var misses = 0
  /// The bytes held now.
  public var byteCount = 0
  /// The most bytes it may hold.
  public var limit: Int
}

/// A key of a cache: a place in a file, and how often the file was seen to have changed when it was
/// read. What was read before a change is not found any more, and is forgotten in time.
struct Remembered: Hashable, Sendable {
  private let place: UInt64
  private let changes: Int

  /// - Parameters:
  ///   - place: What tells the place from others of its kind.
  ///   - report: What is known of the file.
  init(_ place: UInt64, _ report: FileWatch.Report) {
    self.place = place
    changes = report.changes
  }

  /// A number that differs between neighbours: multiplied by 2^64 over the golden ratio, high bits
  /// depend on all.
  var spread: Int { Int(truncatingIfNeeded: (place &* 0x9e37_79b9_7f4a_7c15) &>> 48) }
}

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
