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
