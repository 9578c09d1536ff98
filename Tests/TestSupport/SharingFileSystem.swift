import Glibc

/// A file system in which files can share their blocks.
package final class SharingFileSystem {
  /// Where its files are.
  package let path: String
  private let directory: TemporaryDirectory

  /// Makes one in a file, until the last reference is gone.
  package init() throws {
    directory = try TemporaryDirectory()
    let file = directory.file("xfs")
    path = directory.file("mounted")
    try succeed("truncate", ["-s", "512M", file])
    try succeed("mkfs.xfs", ["-q", "-m", "reflink=1", file])
    try succeed("mkdir", [path])
    try succeed("mount", ["-o", "loop", file, path])
  }

  deinit { _ = try? run("umount", [path]) }

  /// A file in it.
  package func file(_ name: String) -> String { path + "/" + name }

  /// The bytes in use, when all is written.
  package func used() throws -> Int {
    try succeed("sync", ["-f", path])
    let blocks = try succeed("df", ["--block-size=1", "--output=used", path])
    return Int(blocks.split(whereSeparator: \.isWhitespace).last ?? "") ?? 0
  }

  /// Whether this machine lets us make one.
  package static let isPossible = geteuid() == 0 && (try? SharingFileSystem()) != nil
}
