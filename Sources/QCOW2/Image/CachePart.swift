internal import Synchronization

/// A part of a cache, with a lock of its own.
final class CachePart: Sendable {
  private struct Slot {
    let key: Remembered
    let value: Bytes
    var wasUsed: Bool
  }

  private struct State {
    var slots: [Slot] = []
    var places: [Remembered: Int] = [:]
    var hand = 0
    var statistics: CacheStatistics
  }

  private let state: Mutex<State>

  init(limit: Int) { state = Mutex(State(statistics: CacheStatistics(limit: limit))) }

  var statistics: CacheStatistics { state.withLock { $0.statistics } }

  func value(for key: Remembered) -> Bytes? {
    state.withLock { state in
      guard let place = state.places[key] else {
        state.statistics.misses += 1
        return nil
      }
      state.statistics.hits += 1
      state.slots[place].wasUsed = true
      return state.slots[place].value
    }
  }

  func insert(_ value: Bytes, for key: Remembered) {
    state.withLock { Self.insert(value, for: key, in: &$0) }
  }

  private static func insert(_ value: Bytes, for key: Remembered, in state: inout State) {
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
