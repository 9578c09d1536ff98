extension LUKSHeader {
  /// The fields before the key slots, in the order in which they lie on disk (LUKS1 specification,
  /// "Partition header"). Big-endian throughout.
  public static let fields: [Field] = [
    .luksMagic, .luksVersion, .luksCipherName, .luksCipherMode, .luksHash, .luksPayloadOffset,
    .luksKeyBytes, .luksDigest, .luksDigestSalt, .luksDigestIterations, .luksUUID,
  ]

  /// `LUKS` and 0xba 0xbe, the first six bytes.
  public static let magic: [UInt8] = [0x4c, 0x55, 0x4b, 0x53, 0xba, 0xbe]
  /// The length of the header with all key slots in bytes.
  public static let byteCount = 592
  /// The number of key slots.
  public static let slotCount = 8
  /// Where the first key slot's record lies.
  static let firstSlotOffset = 208
}

extension LUKSKeySlot {
  /// The fields of a key slot's record; their offsets count from its start.
  public static let fields: [Field] = [
    .luksSlotActive, .luksSlotIterations, .luksSlotSalt, .luksSlotMaterialOffset, .luksSlotStripes,
  ]

  /// The length of a record in bytes.
  public static let byteCount = 48
  /// The state word of a slot in use.
  public static let active: UInt64 = 0x00ac_71f3
  /// The state word of a slot that is not in use.
  public static let inactive: UInt64 = 0x0000_dead
}

extension Field {
  /// `LUKS\xba\xbe`.
  public static let luksMagic = Field(
    "magic", at: 0, width: 6, .bytes, "LUKS\\xba\\xbe marks the header")
  /// The version of the header.
  public static let luksVersion = Field(
    "version", at: 6, width: 2, .decimal, "version of the header; in a qcow2 image 1")
  /// The block cipher.
  public static let luksCipherName = Field(
    "cipher-name", at: 8, width: 32, .text, "block cipher")
  /// The mode of the cipher with the IV generator.
  public static let luksCipherMode = Field(
    "cipher-mode", at: 40, width: 32, .text, "mode of the cipher, and how IVs are made")
  /// The hash function.
  public static let luksHash = Field(
    "hash-spec", at: 72, width: 32, .text, "hash that keys are derived and split with")
  /// Where the data of a LUKS partition begins.
  public static let luksPayloadOffset = Field(
    "payload-offset", at: 104, width: 4, .decimal,
    "end of the key material in sectors of 512 bytes; in a qcow2 image no data follows it")
  /// The length of the master key.
  public static let luksKeyBytes = Field(
    "key-bytes", at: 108, width: 4, .decimal, "length of the master key in bytes")
  /// What the master key is recognised by.
  public static let luksDigest = Field(
    "mk-digest", at: 112, width: 20, .bytes, "checksum of the master key")
  /// The salt of the digest.
  public static let luksDigestSalt = Field(
    "mk-digest-salt", at: 132, width: 32, .bytes, "salt of the checksum")
  /// The iterations of the digest.
  public static let luksDigestIterations = Field(
    "mk-digest-iter", at: 164, width: 4, .decimal, "iterations of the checksum")
  /// The UUID.
  public static let luksUUID = Field(
    "uuid", at: 168, width: 40, .text, "UUID of the encryption")

  /// Whether the slot is in use.
  public static let luksSlotActive = Field(
    "active", at: 0, width: 4,
    .choice([LUKSKeySlot.active: "active", LUKSKeySlot.inactive: "inactive"]),
    "whether the slot is in use")
  /// The iterations of the pass phrase.
  public static let luksSlotIterations = Field(
    "iterations", at: 4, width: 4, .decimal, "iterations that make a key of the pass phrase")
  /// The salt of the pass phrase.
  public static let luksSlotSalt = Field(
    "salt", at: 8, width: 32, .bytes, "salt of the pass phrase")
  /// Where the key material lies.
  public static let luksSlotMaterialOffset = Field(
    "key-material-offset", at: 40, width: 4, .decimal,
    "where the key material begins, in sectors of 512 bytes from the start of the header")
  /// The stripes of the key material.
  public static let luksSlotStripes = Field(
    "stripes", at: 44, width: 4, .decimal, "stripes that the master key is split into")
}
