extension DiskSearch {
  /// How much is looked at in one go.
  private static let block: UInt64 = 1 << 20
  /// How much of a run is asked at once where the file system keeps bytes.
  private static let window: UInt64 = 64 << 20

  /// Looks from the upper bound down for the last match that begins in a range.
  ///
  /// - Parameters:
  ///   - range: Where the match may begin; it may end behind it.
  ///   - progress: Told with every mebibyte.
  ///   - found: Gets each match, the last one first; returns whether to go on.
  /// - Returns: What came of it.
  package func backward(
    in range: Range<GuestOffset>, progress: (Progress) -> Void = { _ in },
    found: (SearchMatch) -> Bool
  ) -> Outcome {
    var outcome = Outcome()
    outcome.progress.position = range.upperBound
    for run in disk.reversedExtents(in: range, cancellation: cancellation) {
      if [.unallocated, .zeroPlain, .zeroAllocated].contains(run.kind) {
        // A match may begin in a hole that it leaves.
        let end = run.end
        let start = max(run.start, before(end, by: term.reach))
        guard search(start..<end, &outcome, found) else { return outcome }
        outcome.progress.skipped += start - run.start
        outcome.progress.position = run.start
        progress(outcome.progress)
        continue
      }
      var end = run.end
      while end > run.start {
        let start = max(run.start, before(end, by: Self.window))
        guard search(window: start..<end, &outcome, progress, found) else { return outcome }
        end = start
      }
    }
    outcome.isComplete = !cancellation.isCancelled
    return outcome
  }

  /// Looks at the parts of a window that have bytes.
  private func search(
    window: Range<GuestOffset>, _ outcome: inout Outcome, _ progress: (Progress) -> Void,
    _ found: (SearchMatch) -> Bool
  ) -> Bool {
    for entry in Array(MapEntries(disk, window, cancellation: cancellation)).reversed() {
      let start = GuestOffset(entry.start)
      var end = start + entry.length
      if entry.isZero {
        let near = max(start, before(end, by: term.reach))
        outcome.progress.skipped += near - start
        guard search(near..<end, &outcome, found) else { return false }
        end = start
      }
      while end > start {
        guard !cancellation.isCancelled else { return false }
        let from = max(start, before(end, by: Self.block))
        guard search(from..<end, &outcome, found) else { return false }
        outcome.progress.position = from
        progress(outcome.progress)
        end = from
      }
    }
    return !cancellation.isCancelled
  }

  /// Looks at one block and what a match that begins there may reach.
  private func search(
    _ block: Range<GuestOffset>, _ outcome: inout Outcome, _ found: (SearchMatch) -> Bool
  ) -> Bool {
    let (matches, result) = matches(in: block)
    outcome.progress.read += result.progress.read
    for loss in result.losses where loss.range.overlaps(block) {
      outcome.lose(loss.clamped(to: block))
    }
    return matches.reversed().allSatisfy(found) && !cancellation.isCancelled
  }

  /// The matches that begin in a range, which is read at once, on this thread and with what surrounds
  /// it as far as that matters.
  ///
  /// - Parameter block: A mebibyte or so.
  /// - Returns: The matches in order, and what came of looking for them.
  package func matches(
    in block: Range<GuestOffset>
  ) -> (matches: [SearchMatch], outcome: Outcome) {
    // Matches that begin before the block hide what they overlap, as they do forward.
    let margin = max(term.lookbehind, term.reach)
    let start = before(block.lowerBound, by: margin)
    let end = min(disk.geometry.end, block.upperBound.advanced(by: term.reach) ?? disk.geometry.end)
    var matches: [SearchMatch] = []
    var pass = SearchPass(search: term.search(at: start, earliest: start, cancellation))
    let collect = { (match: SearchMatch) in
      if block.contains(match.start) { matches.append(match) }
      return match.start < block.upperBound
    }
    var isEnough = false
    // Small enough to be read on this thread.
    unsafe disk.forEachPiece(of: start..<end, cancellation) { piece in
      isEnough = unsafe !pass.add(piece, collect)
      return !isEnough
    }
    return (matches, pass.end(isEnough: isEnough, collect))
  }
}
