/// ext2, ext3 and ext4, which differ in feature bits only, as Linux tells them apart.
extension Signature {
  static let ext = Signature(.start(1080), [0x53, 0xef], before: 56, length: 1024) { block, _ in
    let incompatible = block.u32(96)
    guard let blockSize = block.power(block.u32(24) + 10), blockSize <= 65_536 else { return nil }
    let high = incompatible & 0x80 != 0 ? block.u32(336) << 32 : 0
    return Contents(
      extKind(block.u32(92), incompatible, block.u32(100)), label: block.text(120, 16),
      uuid: block.uuid(104), blockSize: blockSize,
      byteCount: (high | block.u32(4)).timesClamped(blockSize))
  }

  /// A kind can hold all features that it knows.
  private static func extKind(
    _ compatible: UInt64, _ incompatible: UInt64, _ readOnly: UInt64
  ) -> ContentsKind {
    // filetype, recover, journal device, meta_bg; sparse_super, large_file, btree_dir.
    let (journalDevice, hasJournal): (UInt64, UInt64) = (0x8, 0x4)
    if incompatible & journalDevice != 0 { return .extJournal }
    let isOld = incompatible & ~0x16 == 0 && readOnly & ~0x7 == 0
    guard isOld else { return .ext4 }
    return compatible & hasJournal != 0 ? .ext3 : .ext2
  }
}
