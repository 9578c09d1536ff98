/// All that is recognised. What takes in other contents comes first: a RAID or a LUKS header may lie
/// before a file system that was there earlier.
extension Signature {
  static let all: [Signature] =
    raids + containers + swaps + [
      ext, xfs, btrfs, f2fs, ntfs, exfat, refs, apfs, hfsPlus, hfsX, ufs1, ufs2, iso9660, squashfs,
      fat,
    ]

  private static let xfs = Signature("XFSB", at: 0, isLittleEndian: false) { block, _ in
    Contents(
      .xfs, label: block.text(108, 12), uuid: block.uuid(32), blockSize: block.u32(4),
      byteCount: block.u64(8).timesClamped(block.u32(4)))
  }

  /// The superblock lies at 64 KiB; the size is that of this device, which may be one of several.
  private static let btrfs = Signature("_BHRfS_M", at: 65_600, before: 64, length: 4096) {
    block, _ in
    Contents(
      .btrfs, label: block.text(299, 256), uuid: block.uuid(32), blockSize: block.u32(144),
      byteCount: block.u64(209))
  }

  private static let f2fs = Signature(.start(1024), [0x10, 0x20, 0xf5, 0xf2], length: 2048) {
    block, _ in
    guard let blockSize = block.power(block.u32(16)) else { return nil }
    return Contents(
      .f2fs, label: block.wideText(124, 1024), uuid: block.uuid(108), blockSize: blockSize,
      byteCount: block.u64(36).timesClamped(blockSize))
  }

  private static let refs = Signature(.start(0), Array("\0\0\0ReFS\0".utf8)) { block, _ in
    let sector = block.u32(32)
    return Contents(
      .refs, uuid: GUID.text(block.slice(56, 8).reversed(), groups: [8]).uppercased(),
      blockSize: sector.timesClamped(block.u32(36)),
      byteCount: block.u64(24).timesClamped(sector))
  }

  private static let apfs = Signature("NXSB", at: 32, before: 32) { block, _ in
    Contents(
      .apfs, uuid: block.uuid(72), blockSize: block.u32(36),
      byteCount: block.u64(40).timesClamped(block.u32(36)))
  }

  private static let hfsPlus = hfs("H+")
  private static let hfsX = hfs("HX")

  private static func hfs(_ magic: String) -> Signature {
    Signature(magic, at: 1024, isLittleEndian: false) { block, _ in
      guard [4, 5].contains(block.u16(2)) else { return nil }
      return Contents(
        .hfsPlus, blockSize: block.u32(40), byteCount: block.u32(44).timesClamped(block.u32(40)))
    }
  }

  private static let ufs1 = Signature(
    .start(8192 + 1372), [0x54, 0x19, 0x01, 0x00], before: 1372, length: 2048
  ) { block, _ in
    Contents(
      .ufs1, label: block.text(680, 32), uuid: ufsID(block), blockSize: block.u32(48),
      byteCount: block.u32(36).timesClamped(block.u32(52)))
  }

  private static let ufs2 = Signature(
    .start(65_536 + 1372), [0x19, 0x01, 0x54, 0x19], before: 1372, length: 2048
  ) { block, _ in
    Contents(
      .ufs2, label: block.text(680, 32), uuid: ufsID(block), blockSize: block.u32(48),
      byteCount: block.u64(1080).timesClamped(block.u32(52)))
  }

  private static func ufsID(_ block: Superblock) -> String? {
    guard block.u64(144) != 0 else { return nil }
    let words = [block.slice(144, 4), block.slice(148, 4)].flatMap { $0.reversed() }
    return GUID.text(words, groups: [8])
  }

  private static let squashfs = Signature("hsqs", at: 0) { block, _ in
    Contents(.squashfs, blockSize: block.u32(12), byteCount: block.u64(40))
  }

  /// The UUID is the time of the last change, or else of the creation, as Linux writes it.
  private static let iso9660 = Signature("CD001", at: 32_769, before: 1, length: 2048) { block, _ in
    guard block.u8(0) == 1 else { return nil }
    let times = [830, 813].map { block.slice($0, 16) }
    let time = times.first { $0.allSatisfy { (0x30...0x39).contains($0) } && $0 != zeroTime }
    let groups = [4, 2, 2, 2, 2, 2, 2]
    var rest = time?[...] ?? []
    let uuid = groups.map { count in
      defer { rest = rest.dropFirst(count) }
      return String(decoding: rest.prefix(count), as: UTF8.self)
    }.joined(separator: "-")
    return Contents(
      .iso9660, label: GuestText.ascii(block.slice(40, 32)), uuid: time == nil ? nil : uuid,
      blockSize: block.u16(128), byteCount: block.u32(80).timesClamped(block.u16(128)))
  }

  private static let zeroTime = [UInt8](repeating: 0x30, count: 16)
}
