/// Goes over a range of two disks and tells of all of it, piece by piece, whether it is the same; what
/// cannot be read is told too.
package struct DifferenceWalk {
  /// What is known of a piece.
  package enum Verdict: Sendable {
    /// The tables say that it is the same: nothing was read.
    case known
    /// It was read and is the same.
    case same
    case differs
    case unreadable(ImageError)
  }

  /// Where a longer stretch cannot be read, shorter ones are tried.
  private static let shortest: UInt64 = 64 << 10

  private let disks: ComparedDisks
  private let stretches: StretchComparison
  private let cancellation: Cancellation

  /// - Parameters:
  ///   - first: A disk.
  ///   - second: Another; the shorter one goes on as zeros.
  ///   - range: What to go over, in rising order.
  ///   - cancellation: Ends the walk early.
  package init(
    _ first: Disk, _ second: Disk, in range: Range<GuestOffset>, _ cancellation: Cancellation
  ) {
    disks = ComparedDisks(first, second, in: range)
    stretches = StretchComparison(first, second)
    self.cancellation = cancellation
  }

  /// Tells of each piece until there are no more or `tell` returns false.
  package func run(_ tell: (Range<GuestOffset>, Verdict) -> Bool) {
    for part in disks {
      if cancellation.isCancelled { return }
      guard part.need != .nothing else {
        guard tell(part.range, .known) else { return }
        continue
      }
      for stretch in Stretches(part.range) {
        guard !cancellation.isCancelled, compare(stretch, part.need, tell) else { return }
      }
    }
  }

  private func compare(
    _ range: Range<GuestOffset>, _ need: ComparedDisks.Need,
    _ tell: (Range<GuestOffset>, Verdict) -> Bool
  ) -> Bool {
    do throws(ComparisonFault) {
      var position = range.lowerBound
      for part in try stretches.differences(range, need) {
        if part.lowerBound > position, !tell(position..<part.lowerBound, .same) { return false }
        guard tell(part, .differs) else { return false }
        position = part.upperBound
      }
      return position == range.upperBound || tell(position..<range.upperBound, .same)
    } catch {
      let length = range.upperBound - range.lowerBound
      guard length > Self.shortest else { return tell(range, .unreadable(error.cause)) }
      let middle = GuestOffset(
        (range.lowerBound.rawValue + length / 2 + Self.shortest - 1) & ~(Self.shortest - 1))
      guard middle > range.lowerBound, middle < range.upperBound else {
        return tell(range, .unreadable(error.cause))
      }
      return !cancellation.isCancelled && compare(range.lowerBound..<middle, need, tell)
        && compare(middle..<range.upperBound, need, tell)
    }
  }
}
