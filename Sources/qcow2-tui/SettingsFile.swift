import Browser
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
    guard let bytes = try? SmallFile.bytes(of: path, most: most), bytes.count <= most else {
      return nil
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
