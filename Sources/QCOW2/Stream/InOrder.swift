internal import Dispatch
internal import Synchronization

/// Numbered pieces of work that several threads do and one takes up in order.
///
/// No thread gets further ahead than there are places for what it makes, so memory is bounded.
final class InOrder<Part: Sendable>: Sendable {
  private final class Place: Sendable {
    let part = Mutex<Part?>(nil)
    let filled = DispatchSemaphore(value: 0)
  }

  private let count: Int
  private let places: [Place]
  private let threads: Int
  private let next = Atomic(0)
  private let free = DispatchSemaphore(value: 0)
  private let stop = Cancellation()

  /// - Parameters:
  ///   - count: How many pieces there are.
  ///   - threads: The most threads.
  init(count: Int, threads: Int) {
    self.count = count
    self.threads = min(threads, count)
    places = (0..<self.threads + 2).map { _ in Place() }
  }

  /// Does the work; one alone is done on this thread.
  ///
  /// - Parameters:
  ///   - make: Does a piece, on any thread.
  ///   - take: Gets what was made, in order; returns whether to go on.
  func run(_ make: @escaping @Sendable (Int) -> Part, _ take: (Part) -> Bool) {
    guard threads > 1 else {
      for number in 0..<count { guard take(make(number)) else { return } }
      return
    }
    let group = DispatchGroup()
    let queue = DispatchQueue(label: "in order", attributes: .concurrent)
    for _ in places { free.signal() }
    for _ in 0..<threads { queue.async(group: group) { self.work(make) } }
    for number in 0..<count {
      let place = places[number % places.count]
      place.filled.wait()
      guard let part = place.part.withLock({ $0.take() }), take(part) else { break }
      free.signal()
    }
    stop.cancel()
    for _ in 0..<threads { free.signal() }
    group.wait()
  }

  private func work(_ make: (Int) -> Part) {
    while true {
      free.wait()
      let number = next.add(1, ordering: .relaxed).oldValue
      if number >= count || stop.isCancelled { return }
      let part = make(number)
      let place = places[number % places.count]
      place.part.withLock { $0 = part }
      place.filled.signal()
    }
  }
}
