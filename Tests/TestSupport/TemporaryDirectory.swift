import Foundation
package import QCOW2
import SystemPackage

/// A directory of a test's own that goes away with the last reference.
package final class TemporaryDirectory: Sendable {
  package let path: String

  package init() throws {
    let name = "qcow2-tui-" + UUID().uuidString
    path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in the directory, whether it exists or not.
  package func file(_ name: String) -> String { path + "/" + name }
}

/// Opens a file of a test.
package func openStorage(_ path: String) throws(ImageError) -> FileStorage {
  try FileStorage(FilePath(path))
}

/// The bytes of a small file.
package func contents(of path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}

/// Writes a whole file.
package func write(_ bytes: [UInt8], to path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

/// Copies a file.
package func copy(_ source: String, to target: String) throws {
  try FileManager.default.copyItem(atPath: source, toPath: target)
}

/// Removes a file, if it is there.
package func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

/// Cuts a file off, or extends it with zeros.
package func truncate(_ path: String, to count: UInt64) throws {
  let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
  try file.truncate(atOffset: count)
  try file.close()
}
