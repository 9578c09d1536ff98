internal import Glibc
internal import QCOW2
internal import SystemPackage

/// Asks for a pass phrase on the terminal without showing it.
enum PassPhrasePrompt {
  private static let most = 1024
  private static let interrupt: UInt8 = 3

  /// What was typed, or nil where nothing was, where there is no terminal, or after ^C.
  static func ask(_ question: String) -> Secret? {
    guard
      let tty = try? FileDescriptor.open(FilePath("/dev/tty"), .readWrite, options: .closeOnExec)
    else {
      return nil
    }
    defer { try? tty.close() }
    var before = termios()
    guard unsafe tcgetattr(tty.rawValue, &before) == 0 else { return nil }
    var silent = before
    // Without ISIG a ^C arrives as a byte, so the echo is never left switched off.
    silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    unsafe tcsetattr(tty.rawValue, TCSAFLUSH, &silent)
    defer { unsafe tcsetattr(tty.rawValue, TCSAFLUSH, &before) }
    _ = try? tty.writeAll(question.utf8)
    var bytes = line(tty)
    _ = try? tty.writeAll("\n".utf8)
    guard var typed = bytes, !typed.isEmpty else { return nil }
    bytes = nil
    return Secret(wiping: &typed)
  }

  private static func line(_ tty: FileDescriptor) -> [UInt8]? {
    var bytes: [UInt8] = []
    // Reserved so that a growing array leaves no copies behind.
    bytes.reserveCapacity(most)
    while bytes.count < most {
      var byte: UInt8 = 0
      let count = unsafe withUnsafeMutableBytes(of: &byte) { unsafe try? tty.read(into: $0) }
      guard count == 1, byte != interrupt else { return nil }
      switch byte {
      case 10, 13: return bytes
      case 4 where bytes.isEmpty: return nil
      case 8, 127: _ = bytes.popLast()
      case 21: bytes.removeAll(keepingCapacity: true)
      default: bytes.append(byte)
      }
    }
    return bytes
  }
}
