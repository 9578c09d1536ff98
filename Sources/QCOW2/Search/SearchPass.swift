/// One search over pieces of a disk, with what came of it.
struct SearchPass {
  var search: any StreamSearch
  var outcome = DiskSearch.Outcome()

  /// Looks at a piece.
  ///
  /// - Returns: Whether to go on.
  mutating func add(_ piece: ReadAhead.Piece, _ found: (SearchMatch) -> Bool) -> Bool {
    switch unsafe piece {
    case .bytes(let range, let bytes):
      outcome.progress.position = range.upperBound
      outcome.progress.read += UInt64(bytes.count)
      return unsafe search.add(bytes, found: found)
    case .zeros(let range):
      let count = range.upperBound - range.lowerBound
      outcome.progress.position = range.upperBound
      outcome.progress.skipped += count
      return search.addZeros(count, found: found)
    case .lost(let loss):
      outcome.progress.position = loss.range.upperBound
      outcome.lose(loss)
      return search.skip(to: loss.range.upperBound, found: found)
    }
  }

  /// Ends the search.
  ///
  /// - Parameters:
  ///   - isEnough: Whether it ended before everything was looked at.
  ///   - found: Gets what matches at the end.
  /// - Returns: What came of it.
  mutating func end(isEnough: Bool, _ found: (SearchMatch) -> Bool) -> DiskSearch.Outcome {
    outcome.isComplete = !isEnough && search.finish(found: found)
    for range in search.losses {
      outcome.lose(DiskReader.Loss(range, reason: "the expression takes too long"))
    }
    return outcome
  }
}
