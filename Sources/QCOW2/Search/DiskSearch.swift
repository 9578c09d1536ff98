/// A search on a disk. What the tables or the file system call zeros is not read, though matches may
/// reach into it, and what cannot be read is told of.
package struct DiskSearch: Sendable {
  /// How far a search is.
  package struct Progress: Hashable, Sendable {
    /// Where it is.
    package var position = GuestOffset.zero
    /// The bytes that were read.
    package var read: UInt64 = 0
    /// The bytes of holes and zeros that were passed over.
    package var skipped: UInt64 = 0
  }

  /// What a search leaves behind besides matches.
  package struct Outcome: Sendable {
    /// How far it came.
    package internal(set) var progress = Progress()
    /// Whether it looked at everything, which it does not where it was stopped or `found` had enough.
    package internal(set) var isComplete = false
    /// What could not be looked at, in the order it was come to; the first `mostLosses` of them.
    package internal(set) var losses: [DiskReader.Loss] = []
    /// How many bytes could not be looked at.
    package internal(set) var lostBytes: UInt64 = 0
  }

  /// The most losses that are remembered one by one.
  package static let mostLosses = 1000

  let term: SearchTerm
  let disk: Disk
  let cancellation: Cancellation

  /// - Parameters:
  ///   - term: What to look for.
  ///   - disk: Where.
  ///   - cancellation: Ends the search within some milliseconds.
  package init(for term: SearchTerm, on disk: Disk, _ cancellation: Cancellation) {
    self.term = term
    self.disk = disk
    self.cancellation = cancellation
  }

  /// How many bytes of a range will be read; the tables are gone over for it.
  package func byteCount(of range: Range<GuestOffset>) -> UInt64 {
    ReadAhead(disk, range, cancellation).byteCount
  }

  /// Looks from the lower bound up.
  ///
  /// - Parameters:
  ///   - range: Where matches may begin and must end.
  ///   - progress: Told with every piece, of which none is larger than a mebibyte.
  ///   - found: Gets each match in order; returns whether to go on.
  /// - Returns: What came of it.
  package func forward(
    in range: Range<GuestOffset>, progress: (Progress) -> Void = { _ in },
    found: (SearchMatch) -> Bool
  ) -> Outcome {
    let start = before(range.lowerBound, by: term.lookbehind)
    var pass = SearchPass(
      search: term.search(at: start, earliest: range.lowerBound, cancellation))
    let reader = ReadAhead(disk, start..<range.upperBound, cancellation)
    var isEnough = range.isEmpty
    do throws(ReadAhead.Fault<Enough>) {
      guard !isEnough else { return pass.outcome }
      try unsafe reader.forEachPiece(keepsGoing: true) { piece throws(Enough) in
        guard unsafe pass.add(piece, found) else { throw Enough() }
        progress(pass.outcome.progress)
      }
    } catch {
      isEnough = true
      if case .image(let error) = error {
        pass.outcome.lose(DiskReader.Loss(pass.outcome.progress.position..<range.upperBound, error))
      }
    }
    return pass.end(isEnough: isEnough || cancellation.isCancelled, found)
  }

  /// Why a stream is read no further.
  private struct Enough: Error {}

  /// A place before another one, on the disk.
  func before(_ place: GuestOffset, by count: UInt64) -> GuestOffset {
    GuestOffset(place.rawValue - min(place.rawValue, count))
  }
}

extension DiskSearch.Outcome {
  mutating func lose(_ loss: DiskReader.Loss) {
    lostBytes += loss.range.upperBound - loss.range.lowerBound
    if losses.count < DiskSearch.mostLosses
      || losses.last?.range.upperBound == loss.range.lowerBound
    {
      losses.add(loss)
    }
  }
}
