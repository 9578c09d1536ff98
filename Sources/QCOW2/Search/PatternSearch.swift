internal import CLinux

/// Looks for a pattern in bytes that come one stretch after the other. Of matches that overlap, the
/// first counts.
package struct PatternSearch: Sendable {
  private let pattern: BytePattern
  /// The end of what was seen, as far as a match could begin in it.
  private var tail: [UInt8] = []
  /// Where the next byte lies.
  private var position: GuestOffset
  /// Before this no match may begin.
  private var earliest: GuestOffset

  /// Begins at a guest offset.
  package init(for pattern: BytePattern, at start: GuestOffset) {
    self.pattern = pattern
    position = start
    earliest = start
  }

  /// Looks at the bytes that follow.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - found: Gets the offset of each match; returns whether to go on.
  /// - Returns: Whether `found` wants more.
  package mutating func add(
    _ bytes: UnsafeRawBufferPointer, found: (GuestOffset) -> Bool
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

  /// Looks at zeros that follow; costs the same however many.
  ///
  /// - Parameters:
  ///   - count: Their number.
  ///   - found: As above.
  /// - Returns: Whether `found` wants more.
  package mutating func addZeros(_ count: UInt64, found: (GuestOffset) -> Bool) -> Bool {
    // No pattern is all zeros, so a match reaches less than a pattern into them, from either side.
    let few = [UInt8](repeating: 0, count: Int(min(count, UInt64(pattern.count))))
    guard unsafe few.withUnsafeBytes({ unsafe add($0, found: found) }) else { return false }
    position = position + (count - UInt64(few.count))
    return true
  }

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
    _ found: (GuestOffset) -> Bool
  ) -> Bool {
    var place = earliest > start ? Int(clamping: earliest - start) : 0
    while place < limit, let match = unsafe next(in: bytes, from: place), match < limit {
      earliest = start + UInt64(match + pattern.count)
      guard found(start + UInt64(match)) else { return false }
      place = match + pattern.count
    }
    return true
  }

  /// Where the first match begins that begins at `place` or later and ends within the bytes.
  private func next(in bytes: UnsafeRawBufferPointer, from place: Int) -> Int? {
    var place = place
    let last = bytes.count - pattern.count
    while place <= last {
      guard !pattern.anchor.isEmpty else {
        if unsafe pattern.matches(bytes, at: place) { return place }
        place += 1
        continue
      }
      let window = place + pattern.anchor.lowerBound..<last + pattern.anchor.upperBound
      guard let hit = unsafe anchor(in: .init(rebasing: bytes[window])) else { return nil }
      if unsafe pattern.matches(bytes, at: place + hit) { return place + hit }
      place += hit + 1
    }
    return nil
  }

  private func anchor(in bytes: UnsafeRawBufferPointer) -> Int? {
    unsafe pattern.values.withUnsafeBytes { values -> Int? in
      guard let base = bytes.baseAddress, let needle = values.baseAddress else { return nil }
      guard
        let hit = unsafe cl_find(
          base, bytes.count, needle + pattern.anchor.lowerBound, pattern.anchor.count)
      else { return nil }
      return unsafe hit - base
    }
  }
}
