internal import Synchronization

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
struct Remembered<Content: Hashable & Sendable>: Hashable, Sendable {
  private let place: Content
  private let changes: Int

  init(_ place: Content, _ report: FileWatch.Report) {
    self.place = place
    changes = report.changes
  }
}

/// A cache of byte arrays, bounded in bytes, that forgets what has not been asked for since it last
/// looked (the clock algorithm).
///
/// No lock is held while loading. Two threads that miss the same key both load; the first to finish
/// wins.
final class BoundedCache<Key: Hashable & Sendable>: Sendable {
  private struct Slot {
    let key: Key
    let value: Bytes
    var wasUsed: Bool
  }

  private struct State {
    var slots: [Slot] = []
    var places: [Key: Int] = [:]
    var hand = 0
    var statistics: CacheStatistics
  }

  private let state: Mutex<State>

  init(limit: Int) { state = Mutex(State(statistics: CacheStatistics(limit: limit))) }

  var statistics: CacheStatistics { state.withLock { $0.statistics } }

  /// The value for `key`, loaded if it is not there.
  func value(
    for key: Key, load: () throws(ImageError) -> Bytes
  ) throws(ImageError) -> Bytes {
    if let hit = state.withLock({ Self.lookUp(key, in: &$0) }) { return hit }
    let value = try load()
    state.withLock { Self.insert(value, for: key, in: &$0) }
    return value
  }

  private static func lookUp(_ key: Key, in state: inout State) -> Bytes? {
    guard let place = state.places[key] else {
      state.statistics.misses += 1
      return nil
    }
    state.statistics.hits += 1
    state.slots[place].wasUsed = true
    return state.slots[place].value
  }

  private static func insert(_ value: Bytes, for key: Key, in state: inout State) {
    guard value.count <= state.statistics.limit, state.places[key] == nil else { return }
    while state.statistics.byteCount + value.count > state.statistics.limit { evictOne(&state) }
    state.places[key] = state.slots.count
    state.slots.append(Slot(key: key, value: value, wasUsed: false))
    state.statistics.byteCount += value.count
  }

  private static func evictOne(_ state: inout State) {
    if state.hand >= state.slots.count { state.hand = 0 }
    while state.slots[state.hand].wasUsed {
      state.slots[state.hand].wasUsed = false
      state.hand = (state.hand + 1) % state.slots.count
    }
    let victim = state.slots[state.hand]
    state.places[victim.key] = nil
    state.statistics.byteCount -= victim.value.count
    let last = state.slots.removeLast()
    guard state.hand < state.slots.count else { return }
    state.slots[state.hand] = last
    state.places[last.key] = state.hand
  }
}
