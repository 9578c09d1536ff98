import Glibc
import QCOW2
import Synchronization
import SystemPackage

/// Sentences for the user, beside the answer.
enum Complaint {
  private static let choice = Mutex(ColorChoice.auto)

  /// When sentences are coloured; set once, before any is said.
  static var color: ColorChoice {
    get { choice.withLock { $0 } }
    set { choice.withLock { $0 = newValue } }
  }

  /// Says why the answer is not the whole one.
  static func say(_ failure: Failure) { say(failure, .bad) }

  /// Says what keeps nothing from being told, but may make the answer less than it seems.
  static func warn(_ failure: Failure) { say(failure, .doubt) }

  private static func say(_ failure: Failure, _ tone: Tone) {
    let paint = color.paint(on: STDERR_FILENO)
    let line = "\(paint("qcow2:", tone)) \(failure.subject): \(failure.message)\n"
    _ = try? FileDescriptor.standardError.writeAll(line.utf8)
  }
}
