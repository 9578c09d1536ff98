/// How fast long work goes and when it will end, worked out from what is told now and then.
package struct ProgressMeter: Sendable {
  /// What is counted.
  package enum Unit: Sendable {
    /// Bytes, so that there is a rate worth showing.
    case bytes
    /// Anything else.
    case steps
  }

  /// Rates are those of the last seconds: what is read and what is skipped differ by far.
  private static let window = Duration.seconds(5)

  private let title: String
  private let unit: Unit
  private var samples: [(time: ContinuousClock.Instant, done: UInt64)] = []
  private var done: UInt64 = 0
  private var total: UInt64 = 0

  /// Begins.
  ///
  /// - Parameters:
  ///   - title: One or two words for the work.
  ///   - unit: What is counted.
  package init(_ title: String, _ unit: Unit) {
    self.title = title
    self.unit = unit
  }

  /// Takes note of how far the work is.
  package mutating func add(
    _ done: UInt64, of total: UInt64, at time: ContinuousClock.Instant = .now
  ) {
    self.done = min(done, total)
    self.total = total
    samples.append((time, self.done))
    while samples.count > 2, time - samples[1].time > Self.window { samples.removeFirst() }
  }

  /// Units per second, or nil where nothing can be said yet.
  package var rate: Double? {
    guard let first = samples.first, let last = samples.last, last.done > first.done else {
      return nil
    }
    let time = (last.time - first.time) / .seconds(1)
    return time > 0 ? Double(last.done - first.done) / time : nil
  }

  /// The seconds that are left at this rate.
  package var secondsLeft: UInt64? {
    rate.flatMap { UInt64(exactly: (Double(total - done) / $0).rounded(.up)) }
  }

  /// The state as one line in ASCII.
  ///
  /// - Parameter width: The columns that it may take; what does not fit is left out.
  /// - Returns: A line such as `hash  41% [====>     ]  1.2 GiB/s  0:12 left`, without an end.
  package func line(width: Int) -> String {
    let percent = total == 0 ? 100 : Int(Double(done) / Double(total) * 100)
    let padding = String(repeating: " ", count: percent < 10 ? 2 : percent < 100 ? 1 : 0)
    let head = "\(title) \(padding)\(percent)%"
    var tail = ""
    if unit == .bytes, let rate, let whole = UInt64(exactly: rate.rounded()) {
      tail += "  \(binarySize(whole))/s"
    }
    if let secondsLeft { tail += "  \(Self.clock(secondsLeft)) left" }
    // Room for the longest tail, so that the bar keeps its length while numbers change.
    let bar = width - head.count - max(tail.count, 28) - 3
    let line = bar < 8 ? head + tail : "\(head) [\(Self.bar(done, of: total, bar))]\(tail)"
    return String(line.prefix(max(0, width)))
  }

  private static func bar(_ done: UInt64, of total: UInt64, _ width: Int) -> String {
    let full = total == 0 ? width : Int(Double(done) / Double(total) * Double(width))
    let tip = full < width ? ">" : ""
    return String(repeating: "=", count: full) + tip
      + String(repeating: " ", count: width - full - tip.count)
  }

  /// `0:07`, `12:34` or `1:02:03`.
  private static func clock(_ seconds: UInt64) -> String {
    func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (minutes, hours) = (seconds / 60 % 60, seconds / 3600)
    return hours > 0
      ? "\(hours):\(two(minutes)):\(two(seconds % 60))" : "\(minutes):\(two(seconds % 60))"
  }
}
