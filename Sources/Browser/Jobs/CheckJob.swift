internal import QCOW2
internal import Synchronization

/// Checks a file, and then looks how scattered the disk lies over it.
struct CheckJob: Sendable {
  private let storage: any Storage
  /// How often the screen hears of it; the findings so far have to be sorted for that.
  private static let interval = Duration.milliseconds(200)

  init(_ storage: any Storage) {
    self.storage = storage
  }

  func run(_ cancellation: Cancellation, _ post: @escaping Jobs.Post) {
    var audit = Audit()
    do throws(ImageError) {
      let check = try Check(besideScreen: storage, memory: 36 << 20, cancellation)
      audit.snapshots = check.snapshots
      try find(check, &audit, cancellation, post)
      guard audit.state != .stopped else { return post(.audit(audit)) }
      audit.state = .running
      audit.step = Audit.Step(name: "fragmentation", done: 0, total: 0)
      post(.audit(audit))
      audit.fragmentation = try Fragmentation(check, cancellation: cancellation)
      audit.state = .done
    } catch .cancelled {
      audit.state = .stopped
    } catch {
      audit.state = .failed("\(error)")
    }
    post(.audit(audit))
  }

  private func find(
    _ check: Check, _ audit: inout Audit, _ cancellation: Cancellation,
    _ post: @escaping Jobs.Post
  ) throws(ImageError) {
    let pace = Pace()
    var begun = audit
    begun.state = .running
    let report = try check.run(cancellation: cancellation) { [begun] progress in
      guard pace.isTime(Self.interval) else { return }
      var now = begun
      now.step = Audit.Step(
        name: progress.phase.rawValue, done: progress.done, total: progress.total)
      now.take(progress.groups(), progress.tally)
      post(.audit(now))
    }
    audit.take(report.groups, report.tally)
    if report.isComplete { audit.report = report } else { audit.state = .stopped }
  }
}

extension Check {
  /// A check beside a screen: a processor is left to the keys, and a broken header is no reason to show
  /// nothing.
  init(
    besideScreen storage: any Storage, memory: Int, _ cancellation: Cancellation
  ) throws(ImageError) {
    let threads = max(1, CheckLimits().threads - 1)
    try self.init(
      storage, limits: CheckLimits(memory: memory, threads: threads), allowsBrokenHeader: true,
      cancellation: cancellation)
  }
}

/// Tells when it is time for another report.
private final class Pace: Sendable {
  private let last: Mutex<ContinuousClock.Instant?> = Mutex(nil)

  func isTime(_ interval: Duration) -> Bool {
    last.withLock { last in
      let now = ContinuousClock.now
      if let last, now - last < interval { return false }
      last = now
      return true
    }
  }
}
