/// A header of a GUID partition table, primary or backup (UEFI specification 2.10, 5.3.2).
struct GPTHeader: Hashable, Sendable {
  /// `EFI PART`.
  static let magic = Array("EFI PART".utf8)
  /// The fields in the order in which they lie on disk.
  static let fields: [Field] = [
    .gptSignature, .gptRevision, .gptHeaderSize, .gptHeaderChecksum, .gptReserved, .gptMyLBA,
    .gptAlternateLBA, .gptFirstUsable, .gptLastUsable, .gptDiskGUID, .gptEntriesLBA,
    .gptEntryCount, .gptEntrySize, .gptEntriesChecksum,
  ]
  private static let leastLength = 92

  /// The sector that holds it.
  let bytes: Bytes

  /// - Returns: nil where the sector does not begin with the magic.
  init?(_ sector: Bytes) {
    guard sector.array.starts(with: Self.magic) else { return nil }
    bytes = sector
  }

  subscript(_ field: Field) -> UInt64 { field.value(in: bytes) }

  /// The GUID of the disk.
  var diskGUID: String? { GUID.mixed(bytes.slice(.gptDiskGUID)) }

  /// The bytes of an entry.
  var entrySize: Int { Int(truncatingIfNeeded: self[.gptEntrySize]) }

  /// The number of entries that it claims.
  var entryCount: Int { Int(truncatingIfNeeded: self[.gptEntryCount]) }

  /// Judges the header itself.
  ///
  /// - Parameter place: The sector it was read from.
  /// - Returns: What is wrong, as a part of a sentence; nil where nothing is.
  func problem(at place: UInt64) -> String? {
    let length = Int(truncatingIfNeeded: self[.gptHeaderSize])
    guard (Self.leastLength...bytes.count).contains(length) else {
      return "claims \(length) bytes, allowed are \(Self.leastLength) to \(bytes.count)"
    }
    let checksum = checksum(length)
    let stored = self[.gptHeaderChecksum]
    guard checksum == stored else {
      return
        "has the checksum \(hex(stored, digits: 8)), its bytes have \(hex(checksum, digits: 8))"
    }
    guard self[.gptMyLBA] == place else { return "says that it lies in sector \(self[.gptMyLBA])" }
    return shapeProblem
  }

  /// What is wrong with the numbers of the table.
  var shapeProblem: String? {
    guard (128...4096).contains(entrySize), entrySize.nonzeroBitCount == 1 else {
      return "has entries of \(self[.gptEntrySize]) bytes, allowed are 128, 256 … 4096"
    }
    return nil
  }

  private func checksum(_ length: Int) -> UInt64 {
    var copy = Array(bytes.array.prefix(length))
    copy.replaceSubrange(Field.gptHeaderChecksum.byteRange, with: [0, 0, 0, 0])
    return UInt64(crc32(copy))
  }
}

extension Field {
  static let gptSignature = Field("Signature", at: 0, width: 8, .text, "EFI PART marks the header")
  static let gptRevision = gpt("Revision", at: 8, 4, .bytes, "0x00010000")
  static let gptHeaderSize = gpt("HeaderSize", at: 12, 4, .size, "bytes that the checksum covers")
  static let gptHeaderChecksum = gpt("HeaderCRC32", at: 16, 4, .bytes, "checksum of the header")
  static let gptReserved = gpt("Reserved", at: 20, 4, .bytes, "0")
  static let gptMyLBA = gpt("MyLBA", at: 24, 8, .decimal, "sector of this header")
  static let gptAlternateLBA = gpt(
    "AlternateLBA", at: 32, 8, .decimal, "sector of the other header")
  static let gptFirstUsable = gpt(
    "FirstUsableLBA", at: 40, 8, .decimal, "first sector that a partition may have")
  static let gptLastUsable = gpt(
    "LastUsableLBA", at: 48, 8, .decimal, "last sector that a partition may have")
  static let gptDiskGUID = gpt("DiskGUID", at: 56, 16, .bytes, "GUID of the disk")
  static let gptEntriesLBA = gpt(
    "PartitionEntryLBA", at: 72, 8, .decimal, "first sector of the entries")
  static let gptEntryCount = gpt("NumberOfPartitionEntries", at: 80, 4, .decimal, "entries")
  static let gptEntrySize = gpt("SizeOfPartitionEntry", at: 84, 4, .size, "bytes of an entry")
  static let gptEntriesChecksum = gpt(
    "PartitionEntryArrayCRC32", at: 88, 4, .bytes, "checksum of all entries")

  static let gptTypeGUID = gpt("PartitionTypeGUID", at: 0, 16, .bytes, "what it is for; 0: unused")
  static let gptUniqueGUID = gpt("UniquePartitionGUID", at: 16, 16, .bytes, "GUID of the partition")
  static let gptStartingLBA = gpt("StartingLBA", at: 32, 8, .decimal, "first sector")
  static let gptEndingLBA = gpt("EndingLBA", at: 40, 8, .decimal, "last sector")
  static let gptAttributes = gpt("Attributes", at: 48, 8, .flags, "attribute bits")
  static let gptName = gpt("PartitionName", at: 56, 72, .bytes, "name in UTF-16")

  private static func gpt(
    _ name: String, at offset: Int, _ width: Int, _ presentation: Presentation, _ meaning: String
  ) -> Field {
    Field(name, at: offset, width: width, presentation, isLittleEndian: true, meaning)
  }
}
