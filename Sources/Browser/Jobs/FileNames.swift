internal import Glibc
internal import SystemPackage

/// Names of files as they are typed: no shell has expanded them.
enum FileNames {
  /// More are not offered: nobody reads them.
  private static let most = 200

  /// The path that a name means: a `~/` at its beginning is the user's own folder.
  static func path(_ typed: String) -> FilePath { FilePath(expanded(typed)) }

  private static func expanded(_ typed: String) -> String {
    guard typed.hasPrefix("~/"), let home = unsafe getenv("HOME") else { return typed }
    return unsafe String(cString: home) + typed.dropFirst()
  }

  /// The files whose names begin with a path; folders end in a slash. Names that are not UTF-8 are
  /// left out, since they cannot be typed.
  static func beginning(_ path: String) -> [Choice] {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? ""
    let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
    guard let stream = unsafe opendir(folder.isEmpty ? "." : expanded(folder)) else { return [] }
    defer { unsafe closedir(stream) }
    var found: [Choice] = []
    while let entry = unsafe readdir(stream) {
      let isFolder = unsafe entry.pointee.d_type == UInt8(DT_DIR)
      let bytes = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
        unsafe $0.prefix { $0 != 0 }.map { $0 }
      }
      guard let text = String(validating: bytes, as: UTF8.self), text.hasPrefix(name),
        text != ".", text != "..", !text.hasPrefix(".") || name.hasPrefix(".")
      else { continue }
      found.append(.init(folder + text + (isFolder ? "/" : "")))
    }
    return Array(found.sorted { $0.text < $1.text }.prefix(most))
  }
}
