import QCOW2
import TestSupport

/// An image by QEMU of which entries and counts are changed afterwards, at guest offsets that the
/// test knows.
struct SpoiltDisk {
  let directory: TemporaryDirectory
  let path: String
  var image: ImageBytes

  /// A disk of 64 MiB: 4 MiB of data at 0, of which 1 MiB to 1.5 MiB was written again after the
  /// snapshot “monday”, and data at 16 MiB and 60 MiB.
  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "64M")
    try QEMU.io(path, ["write -P 1 0 4M", "write -P 2 16M 2M"])
    try succeed("qemu-img", ["snapshot", "-c", "monday", path])
    try QEMU.io(path, ["write -P 4 1M 512k", "write -P 5 60M 1M"])
    image = try ImageBytes(contentsOf: path)
  }

  private func entry(_ guest: Int) -> Int { image.l2Entry(0, guest >> 16) }

  /// The host offset that maps a cluster of the active disk.
  func host(of guest: Int) -> UInt64 { image.number(at: entry(guest), width: 8) & 0xffff_ffff_fe00 }

  /// Turns the bit over that says that a cluster is counted once.
  mutating func turnCopied(_ guest: Int) {
    image.store(image.number(at: entry(guest), width: 8) ^ 1 << 63, at: entry(guest), width: 8)
  }

  /// Lets a cluster be far behind the end of the file.
  mutating func lose(_ guest: Int) {
    image.store(1 << 63 | 0x7f00_0000, at: entry(guest), width: 8)
  }

  /// The same for a cluster of the snapshot alone.
  mutating func loseInSnapshot(_ guest: Int) {
    let l1 = Int(image.number(at: Int(image.number(at: 64, width: 8)), width: 8))
    let table = Int(image.number(at: l1, width: 8) & 0x00ff_ffff_ffff_fe00)
    image.store(0x7f00_0000, at: table + (guest >> 16) * 8, width: 8)
  }

  /// Counts a cluster of the file as often as asked for.
  mutating func count(_ cluster: UInt64, as count: UInt64) {
    let block = Int(image.number(at: Int(image.number(at: 48, width: 8)), width: 8))
    image.store(count, at: block + Int(cluster) * 2, width: 2)
  }

  /// Adds a cluster that is counted and that nothing refers to.
  ///
  /// - Returns: Where it begins.
  @discardableResult
  mutating func leak() -> UInt64 {
    let last = (image.bytes.count + 65_535) >> 16
    image.store(0, at: last << 16 + 65_528, width: 8)
    count(UInt64(last), as: 1)
    return UInt64(last) << 16
  }

  /// Writes the changes.
  func save() throws { try write(image.bytes, to: path) }
}
