internal import Glibc
internal import QCOW2
internal import SystemPackage

/// What has become of the file that the screen tells of, where that is not what it was any more.
package enum FileTrouble: Equatable, Sendable {
  /// No file has its name.
  case gone
  /// Another file has its name.
  case replaced
  /// It is shorter than it was, in bytes.
  case shrunk(UInt64)

  /// Takes a look.
  ///
  /// - Parameters:
  ///   - disk: The disk on the screen.
  ///   - length: The length of its first file as the screen has it.
  /// - Returns: Nil where nothing is wrong.
  static func look(at disk: Disk, length: UInt64) -> FileTrouble? {
    if let layer = disk.layers.first, let path = layer.path, let identity = layer.identity {
      var status = stat()
      guard unsafe path.withPlatformString({ unsafe stat($0, &status) }) == 0 else { return .gone }
      guard UInt64(status.st_dev) == identity.device, UInt64(status.st_ino) == identity.inode else {
        return .replaced
      }
    }
    guard let now = try? disk.image.storage.byteCount(), now < length else { return nil }
    return .shrunk(now)
  }

  /// A few words for the title.
  var text: String {
    switch self {
    case .gone: "FILE IS GONE"
    case .replaced: "FILE WAS REPLACED"
    case .shrunk(let length): "SHRANK to \(binarySize(length))"
    }
  }
}
