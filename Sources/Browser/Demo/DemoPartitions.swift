internal import QCOW2

/// A GUID partition table with two partitions, at both ends of a disk.
struct DemoPartitions {
  static let firstStart: UInt64 = 2048
  static let secondStart: UInt64 = 524_288
  private let sectors: UInt64

  init(sectors: UInt64) { self.sectors = sectors }

  /// The first 34 sectors.
  var head: [UInt8] { protectiveMBR + header(at: 1, other: sectors - 1, table: 2) + entries }

  /// The last 33 sectors.
  var tail: [UInt8] { entries + header(at: sectors - 1, other: 1, table: sectors - 33) }

  private var protectiveMBR: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 446)
    bytes += [0, 0, 2, 0, 0xee, 0xff, 0xff, 0xff]
    bytes.append(littleEndian: UInt32(1))
    bytes.append(littleEndian: UInt32(sectors - 1))
    return bytes + Array(repeating: 0, count: 48) + [0x55, 0xaa]
  }

  private var entries: [UInt8] {
    var bytes = entry(Self.firstStart, Self.secondStart - 1, "root", number: 1)
    bytes += entry(Self.secondStart, sectors - 34, "var", number: 2)
    bytes.pad(to: 128 * 128)
    return bytes
  }

  private func entry(_ first: UInt64, _ last: UInt64, _ name: String, number: UInt8) -> [UInt8] {
    // 0FC63DAF-8483-4772-8E79-3D69D8477DE4: Linux filesystem data.
    var bytes: [UInt8] = [
      0xaf, 0x3d, 0xc6, 0x0f, 0x83, 0x84, 0x72, 0x47, 0x8e, 0x79, 0x3d, 0x69, 0xd8, 0x47, 0x7d,
      0xe4,
    ]
    bytes += Array(repeating: 0x11 &* number, count: 16)
    bytes.append(littleEndian: first)
    bytes.append(littleEndian: last)
    bytes.append(littleEndian: UInt64(0))
    for unit in name.utf16 { bytes.append(littleEndian: unit) }
    bytes.pad(to: 128)
    return bytes
  }

  /// The superblock of an ext4 that fills the first partition, 1 KiB into it.
  static var superblock: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 1024)
    func store(_ value: UInt32, at offset: Int) {
      var word: [UInt8] = []
      word.append(littleEndian: value)
      bytes.store(word, at: offset)
    }
    store(UInt32((secondStart - firstStart) / 8), at: 4)  // blocks of 4 KiB
    store(2, at: 24)
    store(0x1_ef53, at: 56)  // magic, cleanly unmounted
    store(1, at: 76)  // revision
    store(0x4, at: 92)  // a journal
    store(0x42, at: 96)  // types in directories, extents
    store(0x1, at: 100)  // few copies of the superblock
    bytes.store(Array(repeating: 0x33, count: 16), at: 104)
    bytes.store(Array("root".utf8), at: 120)
    return bytes
  }

  private func header(at place: UInt64, other: UInt64, table: UInt64) -> [UInt8] {
    var bytes = fields(place, other, table, checksum: 0)
    bytes = fields(place, other, table, checksum: crc32(bytes))
    bytes.pad(to: 512)
    return bytes
  }

  private func fields(
    _ place: UInt64, _ other: UInt64, _ table: UInt64, checksum: UInt32
  ) -> [UInt8] {
    var bytes = Array("EFI PART".utf8) + [0, 0, 1, 0]
    bytes.append(littleEndian: UInt32(92))
    bytes.append(littleEndian: checksum)
    bytes.append(littleEndian: UInt32(0))
    bytes.append(littleEndian: place)
    bytes.append(littleEndian: other)
    bytes.append(littleEndian: UInt64(34))
    bytes.append(littleEndian: sectors - 34)
    bytes += Array(repeating: 0x22, count: 16)
    bytes.append(littleEndian: table)
    bytes.append(littleEndian: UInt32(128))
    bytes.append(littleEndian: UInt32(128))
    bytes.append(littleEndian: crc32(entries))
    return bytes
  }
}
