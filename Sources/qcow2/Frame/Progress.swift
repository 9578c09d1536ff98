import CSession
import Glibc
import QCOW2
import Synchronization
import SystemPackage

/// Shows on the terminal how far long work is: on the standard error, and only where that is one.
///
/// Nothing is shown of what takes less than half a second. May be told from any thread.
final class Progress: Sendable {
  /// What the line says and when it was drawn.
  private struct State {
    var title = ""
    var meter: ProgressMeter?
    var lastDrawn: ContinuousClock.Instant?
    var isShown = false
  }

  /// Whether anybody sees it; where not, nothing need be counted for it.
  let isVisible = isatty(STDERR_FILENO) == 1

  private static let delay = Duration.milliseconds(500)
  private static let interval = Duration.milliseconds(100)

  private let unit: ProgressMeter.Unit
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  /// - Parameter unit: What will be counted.
  init(_ unit: ProgressMeter.Unit = .bytes) { self.unit = unit }

  /// Tells how far the work is; most calls do nothing.
  ///
  /// - Parameters:
  ///   - title: One or two words for this part of the work; with another one it counts anew.
  ///   - done: What is done of the part.
  ///   - total: The whole part.
  func tell(_ title: String, _ done: UInt64, of total: UInt64) {
    guard isVisible else { return }
    // Who comes while another thread draws has nothing newer to say.
    _ = state.withLockIfAvailable { state in
      let now = ContinuousClock.now
      if state.title == title, let last = state.lastDrawn, now - last < Self.interval { return }
      if state.title != title { state.meter = ProgressMeter(title, unit) }
      state.title = title
      state.lastDrawn = now
      state.meter?.add(done, of: total, at: now)
      guard now - start >= Self.delay, let meter = state.meter else { return }
      let columns = Int(cn_window_size(STDERR_FILENO).width)
      // The last column stays free: some terminals wrap there.
      Self.draw("\r" + meter.line(width: (columns > 0 ? columns : 80) - 1) + "\u{1b}[K")
      state.isShown = true
    }
  }

  /// Takes the line away: at the end, and before other lines go to the terminal.
  func clear() {
    state.withLock { state in
      if state.isShown { Self.draw("\r\u{1b}[K") }
      state.isShown = false
    }
  }

  private static func draw(_ text: String) {
    _ = try? FileDescriptor.standardError.writeAll(text.utf8)
  }
}
