internal import Synchronization

/// Tells how far a check is, twenty times a second at most and never on two threads at once.
final class ProgressReporter: Sendable {
  private let findings: FindingCollector
  private let call: @Sendable (CheckProgress) -> Void
  private let last: Mutex<ContinuousClock.Instant?> = Mutex(nil)

  init(_ findings: FindingCollector, _ call: @escaping @Sendable (CheckProgress) -> Void) {
    self.findings = findings
    self.call = call
  }

  /// Calls the caller back unless it is too early for that, or another thread does.
  func tell(_ phase: CheckProgress.Phase, _ done: UInt64, of total: UInt64) {
    _ = last.withLockIfAvailable { last in
      let now = ContinuousClock.now
      if let last, now - last < .milliseconds(50) { return }
      last = now
      let findings = findings
      call(
        CheckProgress(
          phase: phase, done: done, total: total, tally: findings.tally,
          groups: { findings.groups }))
    }
  }
}
