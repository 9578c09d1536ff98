/// The first sector of a disk, or of a logical partition's table.
struct MasterBootRecord: Hashable, Sendable {
  /// One of the four entries.
  struct Entry: Hashable, Sendable {
    let indicator: UInt64
    let type: UInt8
    let first: UInt64
    let count: UInt64

    /// Linux goes by the length alone.
    var isUsed: Bool { count > 0 }
    var isExtended: Bool { [0x05, 0x0f, 0x85].contains(type) }
    var isProtective: Bool { type == 0xee }
  }

  /// The sector.
  static let byteCount = 512
  /// The fields of the sector that are not entries.
  static let fields: [Field] = [.mbrDiskSignature, .mbrBootSignature]
  /// The fields of an entry; their offsets count from its start.
  static let entryFields: [Field] = [
    .mbrBootIndicator, .mbrFirstCHS, .mbrType, .mbrLastCHS, .mbrFirstSector, .mbrSectorCount,
  ]
  private static let firstEntry = 446
  private static let entryLength = 16

  /// The disk's signature; 0 where there is none.
  let signature: UInt32
  /// The four entries.
  let entries: [Entry]

  /// - Returns: nil where the sector is no such record: it ends otherwise, or a boot indicator is
  ///   none, as where boot code goes on over the entries.
  init?(_ sector: Bytes) {
    guard sector.count >= Self.byteCount, Field.mbrBootSignature.value(in: sector) == 0xaa55 else {
      return nil
    }
    signature = UInt32(truncatingIfNeeded: Field.mbrDiskSignature.value(in: sector))
    entries = (0..<4).map { slot in
      let at = Self.firstEntry + slot * Self.entryLength
      return Entry(sector[at..<at + Self.entryLength])
    }
    guard entries.allSatisfy({ [0, 0x80].contains($0.indicator) }) else { return nil }
  }
}

extension MasterBootRecord.Entry {
  init(_ bytes: Bytes) {
    indicator = Field.mbrBootIndicator.value(in: bytes)
    type = UInt8(truncatingIfNeeded: Field.mbrType.value(in: bytes))
    first = Field.mbrFirstSector.value(in: bytes)
    count = Field.mbrSectorCount.value(in: bytes)
  }
}

extension Field {
  static let mbrDiskSignature = Field(
    "disk signature", at: 440, width: 4, .bytes, isLittleEndian: true,
    "number that systems tell disks apart by")
  static let mbrBootSignature = Field(
    "signature", at: 510, width: 2, .bytes, isLittleEndian: true, "0xaa55 marks the record")
  static let mbrBootIndicator = Field(
    "boot indicator", at: 0, width: 1, .bytes, "0x80 where a BIOS starts from it, else 0")
  static let mbrFirstCHS = Field(
    "first CHS", at: 1, width: 3, .bytes, "first sector by cylinder, head and sector")
  static let mbrType = Field("type", at: 4, width: 1, .bytes, "what the partition is for")
  static let mbrLastCHS = Field(
    "last CHS", at: 5, width: 3, .bytes, "last sector by cylinder, head and sector")
  static let mbrFirstSector = Field(
    "first sector", at: 8, width: 4, .decimal, isLittleEndian: true,
    "first sector; of a logical partition counted from its table")
  static let mbrSectorCount = Field(
    "sectors", at: 12, width: 4, .decimal, isLittleEndian: true, "number of sectors")
}
