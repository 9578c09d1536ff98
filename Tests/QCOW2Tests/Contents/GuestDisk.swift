import Foundation
import QCOW2
import SystemPackage
import TestSupport
import Testing

/// Disks whose guest bytes are given.
enum GuestDisk {
  /// A disk over a raw file, which may be sparse and change later.
  static func over(_ raw: String) throws -> Disk {
    let top = raw + ".qcow2"
    let attributes = try FileManager.default.attributesOfItem(atPath: raw)
    let size = try #require(attributes[.size] as? Int)
    try QEMU.create(top, size: "\(size)", arguments: ["-b", raw, "-F", "raw"])
    let path = FilePath(top)
    return try Disk(path, gate: FolderGate(ownFolderOf: path))
  }

  /// Where the guest's bytes begin in `image(_:)`.
  static let dataStart = 4 << 16

  /// An image in memory whose clusters lie in their order: header, L1 table, L2 table, refcount table,
  /// data. At most 512 MiB.
  static func image(_ guest: [UInt8]) -> [UInt8] {
    let cluster = 1 << 16
    var file = [UInt8](repeating: 0, count: dataStart)
    func store(_ value: UInt64, _ width: Int, at offset: Int) {
      for index in 0..<width {
        file[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * (width - 1 - index)))
      }
    }
    store(0x5146_49fb, 4, at: 0)
    store(2, 4, at: 4)
    store(16, 4, at: 20)
    store(UInt64(guest.count), 8, at: 24)
    store(1, 4, at: 36)
    store(UInt64(cluster), 8, at: 40)
    store(UInt64(3 * cluster), 8, at: 48)
    store(1, 4, at: 56)
    store(1 << 63 | UInt64(2 * cluster), 8, at: cluster)
    for index in 0..<(guest.count + cluster - 1) / cluster {
      store(1 << 63 | UInt64(dataStart + index * cluster), 8, at: 2 * cluster + 8 * index)
    }
    return file + guest
  }

  /// A disk of such an image.
  static func of(_ guest: [UInt8], bad: [Range<UInt64>] = []) throws -> Disk {
    let storage = MemoryStorage(image(guest), name: "guest")
    let places = bad.map { $0.lowerBound + UInt64(dataStart)..<$0.upperBound + UInt64(dataStart) }
    return try Image(FaultyStorage(storage, bad: places)).alone
  }
}

/// A raw file with a partition table that sfdisk made.
struct PartitionedFile {
  let directory = Result { try TemporaryDirectory() }
  let path: String

  /// - Parameters:
  ///   - size: The length of the file.
  ///   - script: What sfdisk is told.
  /// - Throws: `CommandFailure` where sfdisk refuses it.
  init(size: UInt64, script: String) throws {
    path = try directory.get().file("disk.raw")
    try write([], to: path)
    try truncate(path, to: size)
    try write(Array(script.utf8), to: path + ".script")
    try succeed("sh", ["-c", "PATH=$PATH:/sbin:/usr/sbin; sfdisk -q '\(path)' < '\(path).script'"])
  }

  /// What sfdisk tells of the table.
  func listing() throws -> Listing {
    let text = try succeed("sfdisk", ["-J", path])
    return try JSONDecoder().decode(Answer.self, from: Data(text.utf8)).partitiontable
  }

  private struct Answer: Decodable { let partitiontable: Listing }

  struct Listing: Decodable {
    struct Row: Decodable, Equatable {
      let node: String
      let start: UInt64
      let size: UInt64
      let type: String
      var uuid: String?
      var name: String?
      var bootable: Bool?
    }
    let label: String
    let id: String
    var partitions: [Row]?
  }
}

extension Partition {
  /// As sfdisk lists it.
  func row(of path: String) -> PartitionedFile.Listing.Row {
    let isGPT = if case .guid = type { true } else { false }
    return .init(
      node: "\(path)\(number)", start: firstSector, size: sectorCount,
      type: isGPT ? type.code : String(type.code.dropFirst(2)).trimmingZero,
      uuid: isGPT ? uuid : nil, name: name.isEmpty ? nil : name,
      bootable: isGPT || !isBootable ? nil : true)
  }
}

extension String {
  fileprivate var trimmingZero: String { hasPrefix("0") && count > 1 ? String(dropFirst()) : self }
}
