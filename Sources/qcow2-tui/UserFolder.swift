import Glibc
import SystemPackage

/// The program's folders among those of the user, by the XDG specification of base directories.
enum UserFolder {
  /// What the user set.
  static var configuration: FilePath? { folder("XDG_CONFIG_HOME", [".config"]) }
  /// What the program keeps: notes about images.
  static var state: FilePath? { folder("XDG_STATE_HOME", [".local", "state"]) }

  // A relative folder is to be ignored, as the specification has it.
  private static func folder(_ variable: String, _ usual: [String]) -> FilePath? {
    if let folder = environment(variable), FilePath(folder).isAbsolute {
      return FilePath(folder).appending("qcow2-tui")
    }
    return environment("HOME").flatMap { home in
      let path = usual.reduce(FilePath(home)) { $0.appending($1) }
      return path.isAbsolute ? path.appending("qcow2-tui") : nil
    }
  }

  private static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }
}
