/// An entry of a GUID partition table (UEFI specification 2.10, 5.3.3).
struct GPTEntry: Hashable, Sendable {
  /// The fields in the order in which they lie on disk.
  static let fields: [Field] = [
    .gptTypeGUID, .gptUniqueGUID, .gptStartingLBA, .gptEndingLBA, .gptAttributes, .gptName,
  ]

  /// The entry.
  let bytes: Bytes

  /// The type; nil where the entry is not used.
  var type: PartitionType? { GUID.mixed(bytes.slice(.gptTypeGUID)).map { .guid($0) } }
  var uuid: String? { GUID.mixed(bytes.slice(.gptUniqueGUID)) }
  var first: UInt64 { Field.gptStartingLBA.value(in: bytes) }
  var last: UInt64 { Field.gptEndingLBA.value(in: bytes) }
  var attributes: UInt64 { Field.gptAttributes.value(in: bytes) }
  var name: String { GuestText.utf16(bytes.slice(.gptName), isLittleEndian: true) }
}

extension Partition {
  /// The attribute bits of a GPT's entry that have a meaning for every type, and those that
  /// Microsoft gives its basic data partitions.
  public static let attributeBits: [BitField] = [
    BitField(0, "required", "the platform needs it"),
    BitField(1, "no block I/O", "firmware makes no device of it"),
    BitField(2, "legacy boot", "a BIOS may start from it"),
    BitField(60, "read-only", "Windows mounts it read-only"),
    BitField(61, "shadow copy", "Windows takes it for a shadow copy"),
    BitField(62, "hidden", "Windows does not show it"),
    BitField(63, "no drive letter", "Windows gives it no drive letter"),
  ]
}
