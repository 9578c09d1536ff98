/// Tells how much of a file the file system keeps no bytes for; cheap where it is asked for rising
/// ranges.
struct HoleCursor {
  private let storage: any Storage
  /// The run that was asked for last: where it was entered, and what it is.
  private var known: (start: HostOffset, run: StoredRun)?

  init(_ storage: any Storage) { self.storage = storage }

  /// The bytes of `range`, which must lie within the file, that are in holes; nil where that cannot be
  /// told.
  mutating func holeBytes(in range: Range<HostOffset>) -> UInt64? {
    var holes: UInt64 = 0
    var position = range.lowerBound
    while position < range.upperBound {
      guard let run = run(at: position) else { return nil }
      let end = min(run.end, range.upperBound)
      if run.isHole { holes += end - position }
      position = end
    }
    return holes
  }

  private mutating func run(at offset: HostOffset) -> StoredRun? {
    if let known, known.start <= offset, offset < known.run.end { return known.run }
    guard let run = storage.storedRun(at: offset), run.end > offset else { return nil }
    known = (offset, run)
    return run
  }
}
