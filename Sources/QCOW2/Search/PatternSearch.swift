internal import CScan

/// Looks for a pattern.
struct PatternSearch: StreamSearch, Sendable {
  /// How many places are looked at between two looks at the cancellation: even where all of them
  /// almost match, that takes a few milliseconds.
  private static let step = 64 << 10

  private let pattern: BytePattern
  private let cancellation: Cancellation
  /// The end of what was seen, as far as a match could begin in it.
  private var tail: [UInt8] = []
  /// Where the next byte lies.
  private var position: GuestOffset
  /// Before this no match may begin.
  private var earliest: GuestOffset

  /// Begins at a guest offset.
  init(for pattern: BytePattern, at start: GuestOffset, _ cancellation: Cancellation) {
    self.pattern = pattern
    self.cancellation = cancellation
    position = start
    earliest = start
  }

  mutating func add(
    _ bytes: UnsafeRawBufferPointer, found: (SearchMatch) -> Bool
  ) -> Bool {
    // What lies across the seam is put together first: at most two patterns long.
    let reach = min(bytes.count, pattern.count - 1)
    let seam = unsafe tail + bytes[..<reach]
    let seamStart = GuestOffset(position.rawValue - UInt64(tail.count))
    let limit = tail.count
    let goesOn = unsafe seam.withUnsafeBytes { seam in
      unsafe search(seam, from: seamStart, startingBefore: limit, found)
    }
    guard goesOn, unsafe search(bytes, from: position, startingBefore: bytes.count, found) else {
      return false
    }
    unsafe keep(bytes)
    position = position + UInt64(bytes.count)
    return true
  }

  mutating func addZeros(_ count: UInt64, found: (SearchMatch) -> Bool) -> Bool {
    // No pattern is all zeros, so a match reaches less than a pattern into them, from either side.
    let few = [UInt8](repeating: 0, count: Int(min(count, UInt64(pattern.count))))
    guard unsafe few.withUnsafeBytes({ unsafe add($0, found: found) }) else { return false }
    position = position + (count - UInt64(few.count))
    return true
  }

  mutating func skip(to place: GuestOffset, found: (SearchMatch) -> Bool) -> Bool {
    tail = []
    position = place
    return true
  }

  func finish(found: (SearchMatch) -> Bool) -> Bool { true }

  // A pattern is never given up.
  var losses: [Range<GuestOffset>] { [] }

  private mutating func keep(_ bytes: UnsafeRawBufferPointer) {
    let most = pattern.count - 1
    if bytes.count >= most {
      tail = unsafe Array(bytes.suffix(most))
    } else {
      tail = unsafe Array((tail + bytes).suffix(most))
    }
  }

  private mutating func search(
    _ bytes: UnsafeRawBufferPointer, from start: GuestOffset, startingBefore limit: Int,
    _ found: (SearchMatch) -> Bool
  ) -> Bool {
    var place = earliest > start ? Int(clamping: earliest - start) : 0
    let end = min(limit, bytes.count - pattern.count + 1)
    while place < end {
      guard !cancellation.isCancelled else { return false }
      let stop = min(end, place + Self.step)
      let match = unsafe next(in: bytes, from: place, before: stop)
      place = match
      guard match < stop else { continue }
      place += pattern.count
      let here = start + UInt64(match)
      earliest = here + UInt64(pattern.count)
      guard found(SearchMatch(start: here, length: pattern.count)) else { return false }
    }
    return true
  }

  /// Where the first match begins that begins at `place` or later, or `end`.
  private func next(in bytes: UnsafeRawBufferPointer, from place: Int, before end: Int) -> Int {
    guard let base = bytes.baseAddress else { return end }
    return unsafe pattern.values.withUnsafeBufferPointer { values in
      unsafe pattern.masks.withUnsafeBufferPointer { masks in
        guard let value = values.baseAddress, let mask = masks.baseAddress else { return end }
        return unsafe place
          + cs_find(
            (base + place).assumingMemoryBound(to: UInt8.self), end - place, value, mask,
            pattern.count, pattern.probes.one, pattern.probes.two)
      }
    }
  }
}
