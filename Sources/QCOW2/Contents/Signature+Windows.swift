/// NTFS and exFAT, whose labels lie in files.
extension Signature {
  static let ntfs = Signature("NTFS    ", at: 3, before: 3) { block, probe in
    let sector = block.u16(11)
    guard [256, 512, 1024, 2048, 4096].contains(sector), let cluster = ntfsCluster(block, sector)
    else { return nil }
    let serial = hex(block.u64(72), digits: 16).dropFirst(2).uppercased()
    return Contents(
      .ntfs, label: ntfsLabel(block, cluster, &probe), uuid: block.u64(72) == 0 ? nil : serial,
      blockSize: cluster,
      // The copy of the boot sector lies after the last sector that counts.
      byteCount: block.u64(40).addingClamped(1).timesClamped(sector))
  }

  /// Bytes of a cluster; sectors, or above 128 a negative power of two.
  private static func ntfsCluster(_ block: Superblock, _ sector: UInt64) -> UInt64? {
    let stored = block.u8(13)
    if stored > 240 { return block.power(256 - stored).map { $0 * sector } }
    return stored.nonzeroBitCount == 1 ? stored * sector : nil
  }

  /// The name in the file $Volume, which has the fourth record of the master file table.
  private static func ntfsLabel(
    _ block: Superblock, _ cluster: UInt64, _ probe: inout Probe
  ) -> String? {
    let stored = block.u8(64)
    let length = stored < 128 ? stored * cluster : block.power(256 - stored) ?? 0
    guard (256...4096).contains(length) else { return nil }
    let place = block.u64(48).timesClamped(cluster).addingClamped(3 * length)
    guard let bytes = probe.bytes(at: place, count: Int(length)) else { return nil }
    let record = Superblock(bytes)
    guard record.has("FILE", at: 0) else { return nil }
    var at = Int(record.u16(20))
    while at + 24 <= bytes.count, record.u32(at) != 0xffff_ffff {
      // $VOLUME_NAME, always resident.
      if record.u32(at) == 0x60 {
        return record.wideText(at + Int(record.u16(at + 20)), Int(min(record.u32(at + 16), 256)))
      }
      let step = Int(record.u32(at + 4))
      guard step >= 24 else { return nil }
      at += step
    }
    return nil
  }

  static let exfat = Signature("EXFAT   ", at: 3, before: 3) { block, probe in
    guard (9...12).contains(block.u8(108)), block.u8(109) <= 25,
      let sector = block.power(block.u8(108)), let perCluster = block.power(block.u8(109))
    else { return nil }
    let cluster = sector * perCluster
    let root = block.u32(88) * sector
    let place = block.u32(96) >= 2 ? root + (block.u32(96) - 2) * cluster : UInt64.max
    return Contents(
      .exfat, label: exfatLabel(at: place, Int(min(cluster, 16_384)), &probe),
      uuid: serialNumber(block.u32(100)), blockSize: cluster,
      byteCount: block.u64(72).timesClamped(sector))
  }

  private static func exfatLabel(
    at place: UInt64, _ count: Int, _ probe: inout Probe
  ) -> String? {
    guard let bytes = probe.bytes(at: place, count: count) else { return nil }
    let directory = Superblock(bytes)
    for at in stride(from: 0, to: bytes.count - 31, by: 32) {
      if directory.u8(at) == 0 { return nil }
      if directory.u8(at) == 0x83 {
        return directory.wideText(at + 2, Int(min(directory.u8(at + 1), 11)) * 2)
      }
    }
    return nil
  }
}
