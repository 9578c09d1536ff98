/// Looks for an expression.
///
/// A match is at most `Expression.mostBytes` long, and at least one byte of it lies outside of holes.
struct ExpressionSearch: StreamSearch {
  /// How long one look may take before the next ones are made shorter.
  private static let patience = Duration.milliseconds(20)
  private static let mostPlaces = 1 << 20

  private let expression: Expression
  private let matcher: ExpressionMatcher?
  private let cancellation: Cancellation
  /// Before this no match may begin.
  private let earliest: GuestOffset
  /// The bytes at hand: some that precede, and those where a match may still begin.
  private var window: [UInt8] = []
  /// Where the first of them lies.
  private var windowStart: GuestOffset
  /// The first place in the window where no match was looked for.
  private var next = 0
  /// The parts of the window that nothing was read of.
  private var holes: [Range<GuestOffset>] = []
  /// How many places are looked at in one go.
  private var step = mostPlaces
  private(set) var losses: [Range<GuestOffset>] = []

  /// - Parameters:
  ///   - expression: What to look for.
  ///   - start: Where the first byte will lie.
  ///   - earliest: Where the first match may begin.
  ///   - cancellation: Ends the search early.
  init(
    for expression: Expression, at start: GuestOffset, earliest: GuestOffset,
    _ cancellation: Cancellation
  ) {
    self.expression = expression
    matcher = ExpressionMatcher(expression)
    self.cancellation = cancellation
    self.earliest = earliest
    windowStart = start
  }

  mutating func add(
    _ bytes: UnsafeRawBufferPointer, found: (SearchMatch) -> Bool
  ) -> Bool {
    unsafe window.append(contentsOf: bytes)
    return search(before: window.count - Expression.mostBytes, found)
  }

  mutating func addZeros(_ count: UInt64, found: (SearchMatch) -> Bool) -> Bool {
    let start = windowStart + UInt64(window.count)
    let most = UInt64(Expression.mostBytes + expression.lookbehind)
    holes.append(start..<start + count)
    window.append(contentsOf: repeatElement(0, count: Int(min(count, most))))
    guard search(before: window.count - Expression.mostBytes, found) else { return false }
    guard count > most else { return true }
    // A match in what comes next begins that far before it at most.
    window = Array(repeating: 0, count: Int(most))
    windowStart = start + (count - most)
    next = expression.lookbehind
    return true
  }

  mutating func skip(to place: GuestOffset, found: (SearchMatch) -> Bool) -> Bool {
    guard search(before: window.count, found) else { return false }
    (window, holes, windowStart, next) = ([], [], place, 0)
    return true
  }

  mutating func finish(found: (SearchMatch) -> Bool) -> Bool {
    search(before: window.count, isLast: true, found)
  }

  private mutating func search(
    before limit: Int, isLast: Bool = false, _ found: (SearchMatch) -> Bool
  ) -> Bool {
    while next < limit {
      guard !cancellation.isCancelled else { return false }
      let end = min(limit, next + step)
      let began = ContinuousClock.now
      let outcome = look(at: next..<end, isLast)
      defer { adapt(to: ContinuousClock.now - began) }
      switch outcome {
      case .nothing: next = end
      case .tooHard:
        lose(next..<end)
        next = end
      case .match(let begin, let match):
        guard let match = shortened(match, from: begin) else {
          next = begin + 1
          continue
        }
        next = max(match.upperBound, begin + 1)
        guard isWanted(match) else { continue }
        let place = windowStart + UInt64(match.lowerBound)
        guard found(SearchMatch(start: place, length: match.count)) else { return false }
      }
    }
    trim()
    return true
  }

  private func look(at places: Range<Int>, _ isLast: Bool) -> ExpressionMatcher.Outcome {
    guard let matcher else { return .tooHard }
    return unsafe window.withUnsafeBytes { bytes in
      unsafe matcher.first(
        in: bytes, at: places, startsLine: windowStart == .zero, endsLine: isLast)
    }
  }

  /// The match as it is where nothing follows the bytes that it may have: what is found must not
  /// depend on how many bytes happen to be at hand.
  private func shortened(_ match: Range<Int>, from begin: Int) -> Range<Int>? {
    let end = begin + Expression.mostBytes
    guard match.upperBound > end, let matcher else { return match }
    let outcome = unsafe window.withUnsafeBytes { bytes in
      unsafe matcher.only(in: .init(rebasing: bytes[..<end]), at: begin)
    }
    if case .match(_, let match) = outcome { return match }
    return nil
  }

  private func isWanted(_ match: Range<Int>) -> Bool {
    let start = windowStart + UInt64(match.lowerBound)
    let end = windowStart + UInt64(match.upperBound)
    return start >= earliest && !holes.contains { $0.lowerBound <= start && end <= $0.upperBound }
  }

  private mutating func lose(_ places: Range<Int>) {
    let range = windowStart + UInt64(places.lowerBound)..<windowStart + UInt64(places.upperBound)
    if let last = losses.last, last.upperBound == range.lowerBound {
      losses[losses.count - 1] = last.lowerBound..<range.upperBound
    } else {
      losses.append(range)
    }
  }

  private mutating func adapt(to time: Duration) {
    if time > Self.patience {
      step = max(1, step / 8)
    } else if time < Self.patience / 4 {
      step = min(Self.mostPlaces, step * 2)
    }
  }

  /// Forgets what no match can reach back to.
  private mutating func trim() {
    let done = max(0, min(next, window.count) - expression.lookbehind)
    window.removeFirst(done)
    windowStart = windowStart + UInt64(done)
    next -= done
    let start = windowStart
    holes.removeAll { $0.upperBound <= start }
  }
}
