/// Tells how much of a file the file system keeps no bytes for; to be asked for rising ranges.
struct HoleCursor {
  private let storage: any Storage
  private var stored: Range<HostOffset>?

  init(_ storage: any Storage) {
    self.storage = storage
    stored = storage.storedRange(from: .zero)
  }

  /// The bytes of `range` that lie in holes; nil where that cannot be told.
  mutating func holeBytes(in range: Range<HostOffset>) -> UInt64? {
    var holes: UInt64 = 0
    var position = range.lowerBound
    while position < range.upperBound {
      if let known = stored, known.upperBound <= position, !known.isEmpty {
        stored = storage.storedRange(from: position)
      }
      guard let known = stored else { return nil }
      // No more data up to the end of the file.
      guard !known.isEmpty else { return holes + (range.upperBound - position) }
      let start = min(max(known.lowerBound, position), range.upperBound)
      holes += start - position
      position = min(known.upperBound, range.upperBound)
      position = max(position, start)
    }
    return holes
  }
}
