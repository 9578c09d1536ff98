import Foundation

/// A raw disk of 32 MiB as people have them, made once per process.
///
/// It has a GPT with a FAT and an ext4 partition, both filled
/// with files of this system, a stretch of written zeros, and large holes.
package struct RealDisk: Sendable {
  package let path: String
  package let bytes: [UInt8]

  /// The partitions, as given to sgdisk.
  package static let fat = 1 << 20..<11 << 20
  package static let ext4 = 12 << 20..<24 << 20
  package static let size = 32 << 20

  private static let made = Result { try RealDisk() }

  /// The disk, which every caller shares and must not write to.
  package static func shared() throws -> RealDisk { try made.get() }

  private init() throws {
    let directory = try TemporaryDirectory()
    path = directory.file("disk.raw")
    let files = directory.file("files")
    try RealDisk.collectFiles(in: files)
    try write([], to: path)
    try truncate(path, to: UInt64(RealDisk.size))
    try succeed("sgdisk", ["-n", "1:1M:+10M", "-t", "1:0700", "-n", "2:12M:+12M", path])
    let fat = "\(path)@@\(RealDisk.fat.lowerBound)"
    let sectors = "\(RealDisk.fat.count / 512)"
    try succeed("mformat", ["-i", fat, "-T", sectors, "-v", "TESTFAT", "::"])
    try succeed("mcopy", ["-i", fat, "-s", files, "::/"])
    let ext4 = directory.file("ext4.raw")
    try write([], to: ext4)
    try truncate(ext4, to: UInt64(RealDisk.ext4.count))
    try succeed("mke2fs", ["-q", "-F", "-t", "ext4", "-d", files, ext4])
    let disk = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try disk.seek(toOffset: UInt64(RealDisk.ext4.lowerBound))
    try disk.write(contentsOf: Data(try contents(of: ext4)))
    try disk.close()
    bytes = try contents(of: path)
    RealDisk.removeAtExit(directory)
  }

  /// About 5 MB of this system's own files, and one file of zeros.
  private static func collectFiles(in target: String) throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: target, withIntermediateDirectories: false)
    try write([UInt8](repeating: 0, count: 300_000), to: target + "/zeros.bin")
    let root = "/usr/share"
    let names = manager.enumerator(atPath: root)
    var (total, count) = (0, 0)
    while total < 5_000_000, let name = names?.nextObject() as? String {
      let attributes = try? manager.attributesOfItem(atPath: "\(root)/\(name)")
      guard let size = attributes?[.size] as? Int, (2_000...400_000).contains(size),
        attributes?[.type] as? FileAttributeType == .typeRegular,
        let content = manager.contents(atPath: "\(root)/\(name)")
      else { continue }
      // Names of our own: FAT cannot hold every name.
      try write([UInt8](content), to: "\(target)/file\(count).dat")
      (total, count) = (total + size, count + 1)
    }
    guard total >= 1_000_000 else {
      throw CommandFailure(description: "\(root) holds too few files for the test disk")
    }
  }

  private static func removeAtExit(_ directory: TemporaryDirectory) {
    Leftovers.keep(directory)
    atexit { Leftovers.remove() }
  }
}
