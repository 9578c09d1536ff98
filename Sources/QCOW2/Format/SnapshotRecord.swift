/// An entry of the snapshot table (specification: "Snapshots"): the raw bytes and typed access.
public struct SnapshotRecord: Hashable, Sendable {
  /// Where the entry lies.
  public let offset: HostOffset
  /// The entry from its first byte to the end of its name, without padding.
  public let bytes: Bytes

  /// Every field of the fixed part and of the extra data that the specification knows, in order.
  public static let fields: [Field] = [
    .snapshotL1TableOffset, .snapshotL1Size, .snapshotIDSize, .snapshotNameSize, .snapshotDate,
    .snapshotDateNanoseconds, .snapshotVMClock, .snapshotVMStateSize, .snapshotExtraDataSize,
    .snapshotVMStateSizeLarge, .snapshotDiskSize, .snapshotInstructionCount,
  ]

  static let fixedLength = 40
  /// QEMU refuses more.
  static let mostExtraData = 1024

  /// The value of a field, or nil where the entry's extra data is too short to have it.
  public subscript(_ field: Field) -> UInt64? {
    field.byteRange.upperBound <= Self.fixedLength + extraDataSize ? field.value(in: bytes) : nil
  }

  /// The length of the extra data in bytes.
  public var extraDataSize: Int { Int(Field.snapshotExtraDataSize.value(in: bytes)) }

  /// The extra data beyond the fields that the specification knows, kept as it is.
  public var unknownExtraData: Bytes {
    bytes[64..<max(64, Self.fixedLength + extraDataSize)]
  }

  /// The unique identifier; bytes that may be anything.
  public var id: Bytes {
    let start = Self.fixedLength + extraDataSize
    return bytes[start..<start + Int(Field.snapshotIDSize.value(in: bytes))]
  }

  /// The name; bytes that may be anything.
  public var name: Bytes {
    let end = bytes.count
    return bytes[end - Int(Field.snapshotNameSize.value(in: bytes))..<end]
  }

  /// Where the snapshot's L1 table lies.
  public var l1TableOffset: HostOffset { HostOffset(Field.snapshotL1TableOffset.value(in: bytes)) }

  /// The number of entries of the snapshot's L1 table.
  public var l1Size: Int { Int(Field.snapshotL1Size.value(in: bytes)) }

  /// The size of the saved machine state in bytes; the 64-bit field counts where there is one.
  public var vmStateSize: UInt64 {
    self[.snapshotVMStateSizeLarge] ?? Field.snapshotVMStateSize.value(in: bytes)
  }

  /// The size of the disk when the snapshot was taken, or nil where version 2 did not record it.
  public var diskSize: UInt64? { self[.snapshotDiskSize] }

  /// The count of guest instructions, or nil where none was recorded.
  public var instructionCount: UInt64? {
    self[.snapshotInstructionCount].flatMap { $0 == .max ? nil : $0 }
  }
}

extension Field {
  /// Where the snapshot's L1 table lies.
  public static let snapshotL1TableOffset = Field(
    "l1_table_offset", at: 0, width: 8, .hostOffset, "where the snapshot's L1 table lies")
  /// The number of entries of the snapshot's L1 table.
  public static let snapshotL1Size = Field(
    "l1_size", at: 8, width: 4, .decimal, "entries of the snapshot's L1 table")
  /// The length of the identifier.
  public static let snapshotIDSize = Field(
    "id_str_size", at: 12, width: 2, .decimal, "length of the identifier in bytes")
  /// The length of the name.
  public static let snapshotNameSize = Field(
    "name_size", at: 14, width: 2, .decimal, "length of the name in bytes")
  /// When the snapshot was taken.
  public static let snapshotDate = Field(
    "date_sec", at: 16, width: 4, .decimal, "when it was taken, in seconds since 1970")
  /// The fraction of a second of that.
  public static let snapshotDateNanoseconds = Field(
    "date_nsec", at: 20, width: 4, .decimal, "nanoseconds of the same")
  /// How long the guest had run.
  public static let snapshotVMClock = Field(
    "vm_clock_nsec", at: 24, width: 8, .decimal, "how long the guest had run, in nanoseconds")
  /// The size of the machine state, 32 bits.
  public static let snapshotVMStateSize = Field(
    "vm_state_size", at: 32, width: 4, .size, "size of the machine state, where 32 bits hold it")
  /// The length of the extra data.
  public static let snapshotExtraDataSize = Field(
    "extra_data_size", at: 36, width: 4, .decimal, "length of the extra data in bytes")
  /// The size of the machine state, 64 bits.
  public static let snapshotVMStateSizeLarge = Field(
    "vm_state_size_large", at: 40, width: 8, .size, "size of the machine state")
  /// The size of the disk.
  public static let snapshotDiskSize = Field(
    "disk_size", at: 48, width: 8, .size, "size of the disk when the snapshot was taken")
  /// The count of guest instructions.
  public static let snapshotInstructionCount = Field(
    "icount", at: 56, width: 8, .decimal, "guest instructions executed; all ones means unknown")
}
