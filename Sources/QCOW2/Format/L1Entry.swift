/// An entry of an L1 table (specification: "L1 table entry").
public struct L1Entry: RawRepresentable, Hashable, Sendable {
  /// The entry as stored, in the machine's byte order.
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// What the bits mean.
  public static let fields: [BitField] = [
    BitField(0...8, "reserved", "must be zero"),
    BitField(
      9...55, "offset", "host offset of the L2 table; 0 means there is none", isInPlace: true),
    BitField(56...62, "reserved", "must be zero"),
    BitField(63, "COPIED", "the L2 table's reference count is exactly one"),
  ]

  static let offsetMask: UInt64 = 0x00ff_ffff_ffff_fe00
  static let reservedMask: UInt64 = 0x7f00_0000_0000_01ff
  static let copiedMask: UInt64 = 1 << 63

  /// Where the L2 table lies, or nil where the whole range is unallocated.
  public var l2Table: HostOffset? {
    rawValue & Self.offsetMask == 0 ? nil : HostOffset(rawValue & Self.offsetMask)
  }
  /// Whether the L2 table's reference count is exactly one.
  public var isCopied: Bool { rawValue & Self.copiedMask != 0 }
  /// The bits that must be zero, in their place. Readers ignore them as QEMU does.
  public var reservedBits: UInt64 { rawValue & Self.reservedMask }
}
