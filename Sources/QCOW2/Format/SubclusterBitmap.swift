/// The second half of an extended L2 entry (specification: "Extended L2 Entries").
public struct SubclusterBitmap: RawRepresentable, Hashable, Sendable {
  /// The word as stored, in the machine's byte order.
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// What the bits mean. The least significant bit of each half is the first subcluster.
  public static let fields: [BitField] = [
    BitField(0...31, "allocated", "subcluster x lies in the host cluster"),
    BitField(32...63, "reads as zeros", "subcluster x reads as zeros"),
  ]

  /// Bit x: subcluster x lies in the host cluster.
  public var allocated: UInt32 { UInt32(truncatingIfNeeded: rawValue) }
  /// Bit x: subcluster x reads as zeros.
  public var zero: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 32) }

  /// How many subclusters from `subcluster` on, that one included, have the same two bits, going
  /// up or down.
  func run(from subcluster: Int, step: Int) -> Int {
    func bits(_ index: Int) -> UInt64 { rawValue >> UInt64(index) & 0x1_0000_0001 }
    let wanted = bits(subcluster)
    var index = subcluster + step
    while index >= 0, index < 32, bits(index) == wanted { index += step }
    return abs(index - subcluster)
  }
}
