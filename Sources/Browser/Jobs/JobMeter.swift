internal import Dispatch
internal import QCOW2
internal import Synchronization

/// Says now and then how far a job over many bytes is.
struct JobMeter {
  private static let interval = Duration.milliseconds(100)

  private let title: String
  private var meter: ProgressMeter
  private var told = ContinuousClock.now

  /// - Parameter title: A word for the job.
  init(_ title: String) {
    self.title = title
    meter = ProgressMeter(title, .bytes)
  }

  /// Whether it is time to say something.
  var isTime: Bool { ContinuousClock.now - told >= Self.interval }

  /// What to say; `total` is nil where nobody knows it yet.
  mutating func line(_ done: UInt64, of total: UInt64?) -> String {
    told = .now
    guard let total else { return "\(title)  \(binarySize(done)) so far, ^C stops" }
    meter.add(done, of: total, at: told)
    return meter.line(width: 45) + ", ^C stops"
  }
}

/// How many bytes of a range will be read, counted beside the job that reads them: going over the
/// tables of a large disk takes its time.
final class ReadTotal: Sendable {
  private let total = Mutex<UInt64?>(nil)
  private let stop = Cancellation()

  init(_ disk: Disk, _ range: Range<GuestOffset>) {
    DispatchQueue.global().async { [self] in
      let count = MapEntries(disk, range, cancellation: stop).reduce(UInt64(0)) {
        $0 + ($1.isZero ? 0 : $1.length)
      }
      if !stop.isCancelled { total.withLock { $0 = count } }
    }
  }

  /// The bytes, or nil where they are not counted yet.
  var count: UInt64? { total.withLock { $0 } }

  /// Nobody wants to know any more.
  func cancel() { stop.cancel() }
}
