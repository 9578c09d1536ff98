/// A key of a cache: a place in a file, and how often the file was seen to have changed when it was
/// read. What was read before a change is not found any more, and is forgotten in time.
struct Remembered: Hashable, Sendable {
  private let place: UInt64
  private let changes: Int

  /// Keys of one place are few: what was read before a change is soon forgotten.
  func hash(into hasher: inout Hasher) { hasher.combine(place) }

  /// - Parameters:
  ///   - place: What tells the place from others of its kind.
  ///   - report: What is known of the file.
  init(_ place: UInt64, _ report: FileWatch.Report) {
    self.place = place
    changes = report.changes
  }

  /// A number that differs between neighbours: multiplied by 2^64 over the golden ratio, high bits
  /// depend on all.
  var spread: Int { Int(truncatingIfNeeded: (place &* 0x9e37_79b9_7f4a_7c15) &>> 48) }
}
