import Glibc
import SystemPackage

/// The user's file of settings, `qcow2-tui/config` in the folder for such files.
struct SettingsFile {
  /// More is no file of settings.
  private static let most = 64 << 10

  /// What it is called in messages.
  let name = "qcow2-tui/config"
  /// What it holds; nil where it is not there or cannot be read.
  let text: String?

  init() {
    let path = UserFolder.configuration?.appending("config")
    text = path.flatMap { Self.text(at: $0, most: Self.most) }
  }

  /// The text of a regular file of at most so many bytes.
  static func text(at path: FilePath, most: Int) -> String? {
    // Not blocking: a pipe that nobody writes into would keep the start waiting.
    guard
      let file = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
    else { return nil }
    return try? file.closeAfter {
      var bytes = [UInt8](repeating: 0, count: most + 1)
      var count = 0
      while count <= most {
        let got = try unsafe bytes.withUnsafeMutableBytes {
          try unsafe file.read(into: .init(rebasing: $0[count...]))
        }
        guard got > 0 else { break }
        count += got
      }
      return count > most ? nil : String(validating: bytes[..<count], as: UTF8.self)
    }
  }
}
