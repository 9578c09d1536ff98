import Glibc
import QCOW2

/// Turns ^C into a flag, so that a verb ends between two ranges and not within one.
enum Interruption {
  /// What long work looks at.
  static let cancellation = Cancellation()

  /// Catches the signal from now on; a second one ends the program at once.
  static func begin() {
    // The handler must not be the first to ask for the flag: making it is not safe there.
    _ = cancellation
    signal(SIGINT) { _ in
      signal(SIGINT, SIG_DFL)
      Interruption.cancellation.cancel()
    }
  }

  /// Ends the program as the signal would have, so that whoever sent it sees that it was obeyed.
  static func end(by number: Int32) {
    signal(number, SIG_DFL)
    raise(number)
  }
}
