/// Reads what the tables of two disks leave open, and tells which sectors differ.
package struct DiskComparison {
  /// Which of the disks could not be read.
  package typealias Fault = ComparisonFault

  private let disks: ComparedDisks
  private let isStrict: Bool
  private let cancellation: Cancellation
  private let stretches: StretchComparison
  private var pending: Range<GuestOffset>?

  /// - Parameters:
  ///   - first: A disk.
  ///   - second: Another.
  ///   - isStrict: Whether ranges differ too that are not of one kind.
  ///   - cancellation: Ends the comparison early.
  package init(
    _ first: Disk, _ second: Disk, isStrict: Bool = false, _ cancellation: Cancellation
  ) {
    disks = ComparedDisks(first, second)
    self.isStrict = isStrict
    self.cancellation = cancellation
    stretches = StretchComparison(first, second)
  }

  /// Goes over both disks once; returns early where the cancellation says so.
  ///
  /// - Parameters:
  ///   - progress: Told how many bytes of one disk or both were read.
  ///   - found: Gets each maximal range that differs; returns whether to go on.
  /// - Throws: `Fault` where bytes cannot be read.
  package mutating func run(
    progress: (UInt64) -> Void, found: (Range<GuestOffset>) -> Bool
  ) throws(Fault) {
    var done: UInt64 = 0
    for part in disks {
      if cancellation.isCancelled { return }
      if isStrict, !part.isAlike {
        guard add(part.range, found) else { return }
        continue
      }
      guard part.need != .nothing else { continue }
      for stretch in Stretches(part.range) {
        if cancellation.isCancelled { return }
        guard try compare(stretch, part.need, found) else { return }
        done += stretch.upperBound - stretch.lowerBound
        progress(done)
      }
    }
    if let pending { _ = found(pending) }
  }

  /// How many bytes will be read of one disk or both.
  package var byteCount: UInt64 {
    disks.lazy.prefix { _ in !cancellation.isCancelled }.reduce(0) { sum, part in
      let isRead = part.need != .nothing && (part.isAlike || !isStrict)
      return sum + (isRead ? part.range.upperBound - part.range.lowerBound : 0)
    }
  }

  private mutating func compare(
    _ range: Range<GuestOffset>, _ need: ComparedDisks.Need,
    _ found: (Range<GuestOffset>) -> Bool
  ) throws(Fault) -> Bool {
    for part in try stretches.differences(range, need) {
      guard add(part, found) else { return false }
    }
    return true
  }

  /// Joins a range that differs to the one before, or hands that on.
  private mutating func add(
    _ range: Range<GuestOffset>, _ found: (Range<GuestOffset>) -> Bool
  ) -> Bool {
    guard let last = pending, last.upperBound == range.lowerBound else {
      let before = pending
      pending = range
      return before.map(found) ?? true
    }
    pending = last.lowerBound..<range.upperBound
    return true
  }
}
