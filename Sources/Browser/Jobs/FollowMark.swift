internal import Glibc
internal import QCOW2
internal import SystemPackage

/// What is looked at once a second to tell whether an image was written to: nothing but the states of
/// its files and the header.
package struct FollowMark: Equatable, Sendable {
  /// What the look found.
  enum Look: Sendable {
    /// The files as they are now.
    case mark(FollowMark)
    /// There is nothing to follow any more, and why.
    case end(String)
  }

  private let versions: [FileVersion?]
  private let header: [UInt8]

  /// Takes a look at the files of a disk.
  ///
  /// - Parameters:
  ///   - disk: The whole disk.
  ///   - known: What the last look found.
  /// - Returns: What there is now.
  static func look(at disk: Disk, after known: FollowMark?) -> Look {
    let name = String(disk.image.storage.name.split(separator: "/").last ?? "")
    if let layer = disk.layers.first, let path = layer.path, let identity = layer.identity {
      var status = stat()
      guard unsafe path.withPlatformString({ unsafe stat($0, &status) }) == 0 else {
        return .end("\(name) is gone, what is on the screen was read before: not followed any more")
      }
      guard UInt64(status.st_dev) == identity.device, UInt64(status.st_ino) == identity.inode else {
        return .end("another file is called \(name) now: not followed any more, :open shows that")
      }
    }
    let mark = FollowMark(disk)
    if let now = mark.versions.first, let now, let before = known?.versions.first, let before,
      now.byteCount < before.byteCount
    {
      return .end(
        "\(name) has shrunk from \(binarySize(before.byteCount)) to \(binarySize(now.byteCount)): "
          + "not followed any more, R reads it again")
    }
    return .mark(mark)
  }

  private init(_ disk: Disk) {
    versions = disk.files.map { $0.version() }
    // A device has no times; what its header says is all there is to see.
    header = (try? disk.image.storage.bytes(at: .zero, count: 512).array) ?? []
  }
}
