/// FAT of every width: it has no magic but that of a boot sector, so its numbers have to make sense
/// (Microsoft's FAT specification, "Boot Sector and BPB").
extension Signature {
  static let fat = Signature(.start(510), [0x55, 0xaa], before: 510, length: 512) { block, probe in
    guard let shape = FATShape(block) else { return nil }
    // FAT32 has its extended boot record further back, because other fields come first.
    let record = shape.kind == .fat32 ? 64 : 36
    let hasRecord = [0x28, 0x29].contains(block.u8(record + 2))
    let name = block.u8(record + 2) == 0x29 ? GuestText.ascii(block.slice(record + 7, 11)) : ""
    let serial = block.u32(record + 3)
    return Contents(
      shape.kind, label: shape.rootLabel(&probe) ?? (name == "NO NAME" ? nil : name),
      uuid: hasRecord && serial != 0 ? serialNumber(serial) : nil, blockSize: shape.clusterSize,
      byteCount: shape.sectors.timesClamped(shape.sectorSize))
  }

  /// The notation of DOS.
  static func serialNumber(_ serial: UInt64) -> String {
    let digits = hex(serial, digits: 8).dropFirst(2).uppercased()
    return "\(digits.prefix(4))-\(digits.suffix(4))"
  }
}

/// The numbers of a FAT file system that lead to its root directory.
private struct FATShape {
  let kind: ContentsKind
  let sectorSize: UInt64
  let clusterSize: UInt64
  let sectors: UInt64
  private let root: UInt64
  private let rootLength: UInt64

  init?(_ block: Superblock) {
    sectorSize = block.u16(11)
    let perCluster = block.u8(13)
    let (reserved, copies, rootEntries) = (block.u16(14), block.u8(16), block.u16(17))
    guard [512, 1024, 2048, 4096].contains(sectorSize), perCluster.nonzeroBitCount == 1,
      reserved > 0, copies > 0, block.u8(21) == 0xf0 || block.u8(21) >= 0xf8,
      block.u8(0) == 0xeb || block.u8(0) == 0xe9
    else { return nil }
    let short = block.u16(22)
    let length = short > 0 ? short : block.u32(36)
    sectors = block.u16(19) > 0 ? block.u16(19) : block.u32(32)
    let rootSectors = (rootEntries * 32 + sectorSize - 1) / sectorSize
    let data = reserved + copies * length + rootSectors
    guard length > 0, sectors > data else { return nil }
    let clusters = (sectors - data) / perCluster
    kind = short == 0 ? .fat32 : clusters < 4085 ? .fat12 : .fat16
    clusterSize = perCluster * sectorSize
    let firstCluster = data * sectorSize
    let cluster = block.u32(44)
    if kind == .fat32 {
      guard cluster >= 2 else { return nil }
      root = firstCluster + (cluster - 2) * clusterSize
      rootLength = clusterSize
    } else {
      root = (reserved + copies * length) * sectorSize
      rootLength = rootEntries * 32
    }
  }

  /// The label that the root directory names, which goes before that of the boot sector.
  func rootLabel(_ probe: inout Probe) -> String? {
    guard let bytes = probe.bytes(at: root, count: Int(min(rootLength, 16_384))) else { return nil }
    for at in stride(from: 0, to: bytes.count - 31, by: 32) {
      let entry = bytes[at..<at + 32].array
      if entry[0] == 0 { return nil }
      // 0xe5: deleted. A part of a long name has the volume bit too, and others with it.
      guard entry[0] != 0xe5, entry[11] & 0x3f != 0x0f, entry[11] & 0x18 == 0x08 else { continue }
      let first: [UInt8] = entry[0] == 0x05 ? [0xe5] : [entry[0]]
      return GuestText.ascii(first + entry[1..<11])
    }
    return nil
  }
}
