/// An entry of the refcount table (specification: "Refcount table entry").
public struct RefcountTableEntry: RawRepresentable, Hashable, Sendable {
  /// The entry as stored, in the machine's byte order.
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// What the bits mean.
  public static let fields: [BitField] = [
    BitField(0...8, "reserved", "must be zero"),
    BitField(
      9...63, "offset", "host offset of the refcount block; 0 means all its counts are 0",
      isInPlace: true),
  ]

  static let offsetMask: UInt64 = ~0x1ff

  /// Where the refcount block lies, or nil where all its counts are zero.
  public var refcountBlock: HostOffset? {
    rawValue & Self.offsetMask == 0 ? nil : HostOffset(rawValue & Self.offsetMask)
  }
  /// The bits that must be zero, in their place.
  public var reservedBits: UInt64 { rawValue & ~Self.offsetMask }
}
