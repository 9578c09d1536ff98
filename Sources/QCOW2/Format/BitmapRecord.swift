/// An entry of the bitmap directory (specification: "Bitmap directory"): raw bytes and typed access.
public struct BitmapRecord: Hashable, Sendable {
  /// Where the entry lies.
  public let offset: HostOffset
  /// The entry from its first byte to the end of its name, without padding.
  public let bytes: Bytes

  /// Every field of the fixed part, in order.
  public static let fields: [Field] = [
    .bitmapTableOffset, .bitmapTableSize, .bitmapFlags, .bitmapType, .bitmapGranularityBits,
    .bitmapNameSize, .bitmapExtraDataSize,
  ]

  /// What the bits of the flags mean.
  public static let flagFields: [BitField] = [
    BitField(0, "in-use", "the bitmap was not saved: its content must not be used"),
    BitField(1, "auto", "writers keep the bitmap up to date"),
    BitField(2, "extra-data-compatible", "unknown extra data may be ignored"),
    BitField(3...31, "reserved", "must be zero"),
  ]

  static let fixedLength = 24
  package static let mostTableEntries: UInt64 = 0x800_0000

  /// The value of a field.
  public subscript(_ field: Field) -> UInt64 { field.value(in: bytes) }

  /// The name; bytes that may be anything.
  public var name: Bytes { bytes[bytes.count - Int(self[.bitmapNameSize])..<bytes.count] }

  /// Whether the bitmap was open for writing when the image was last used, so that its content must
  /// not be used: QEMU calls it inconsistent.
  public var isInUse: Bool { self[.bitmapFlags] & 1 != 0 }

  /// Whether writers keep the bitmap up to date.
  public var isAuto: Bool { self[.bitmapFlags] & 2 != 0 }

  /// The guest bytes that one bit stands for; nil where the field is out of its range.
  public var granularity: UInt64? {
    let bits = self[.bitmapGranularityBits]
    return bits < 64 ? 1 << bits : nil
  }
}

/// An entry of a bitmap's table (specification: "Bitmap table").
public struct BitmapTableEntry: RawRepresentable, Hashable, Sendable {
  /// The entry as stored, in the machine's byte order.
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// What the bits mean.
  public static let fields: [BitField] = [
    BitField(0, "ones", "without an offset: all bits of the cluster are one"),
    BitField(1...8, "reserved", "must be zero"),
    BitField(
      9...55, "offset", "host offset of the bits; 0 means they are all alike", isInPlace: true),
    BitField(56...63, "reserved", "must be zero"),
  ]

  /// Where the cluster of bits lies, or nil where they are all alike.
  public var cluster: HostOffset? {
    let offset = rawValue & 0x00ff_ffff_ffff_fe00
    return offset == 0 ? nil : HostOffset(offset)
  }

  /// Whether all bits are one, where there is no cluster.
  public var isAllOnes: Bool { cluster == nil && rawValue & 1 == 1 }

  /// The bits that must be zero, in their place; bit 0 is one of them where there is a cluster.
  public var reservedBits: UInt64 {
    rawValue & (cluster == nil ? 0xff00_0000_0000_01fe : 0xff00_0000_0000_01ff)
  }
}

extension Field {
  /// Where the bitmap's table lies.
  public static let bitmapTableOffset = Field(
    "bitmap_table_offset", at: 0, width: 8, .hostOffset, "where the bitmap's table lies")
  /// The number of entries of the bitmap's table.
  public static let bitmapTableSize = Field(
    "bitmap_table_size", at: 8, width: 4, .decimal, "entries of the bitmap's table")
  /// The bitmap's flags.
  public static let bitmapFlags = Field(
    "flags", at: 12, width: 4, .flags, "in-use, auto and others")
  /// The kind of bitmap.
  public static let bitmapType = Field(
    "type", at: 16, width: 1, .choice([1: "dirty tracking"]), "the kind of bitmap")
  /// The binary logarithm of the granularity.
  public static let bitmapGranularityBits = Field(
    "granularity_bits", at: 17, width: 1, .sizeBits, "a bit stands for 2 to this power guest bytes")
  /// The length of the name.
  public static let bitmapNameSize = Field(
    "name_size", at: 18, width: 2, .decimal, "length of the name in bytes")
  /// The length of the extra data.
  public static let bitmapExtraDataSize = Field(
    "extra_data_size", at: 20, width: 4, .decimal, "length of the extra data in bytes")
}
