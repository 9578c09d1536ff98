import Glibc

/// A file as a block device.
package final class LoopDevice {
  /// Where the device is.
  package let path: String

  /// Makes a device of a file, until the last reference is gone.
  package init(_ file: String) throws {
    path = try succeed("losetup", ["-f", "--show", file]).filter { !$0.isWhitespace }
  }

  deinit { _ = try? run("losetup", ["-d", path]) }

  /// Whether this machine lets us make one.
  package static let isPossible: Bool = {
    guard geteuid() == 0, let directory = try? TemporaryDirectory() else { return false }
    let file = directory.file("probe")
    try? write([UInt8](repeating: 0, count: 1 << 20), to: file)
    return (try? LoopDevice(file)) != nil
  }()
}
