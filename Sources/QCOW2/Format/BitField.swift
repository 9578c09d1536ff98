/// A group of bits within a 64-bit entry, with the specification's meaning.
public struct BitField: Hashable, Sendable {
  /// The lowest and the highest bit, bit 0 being the least significant.
  public let bits: ClosedRange<Int>
  /// A short name.
  public let name: String
  /// One line for people.
  public let meaning: String
  /// Whether the bits are those of a larger number, a host offset, in their place.
  public let isInPlace: Bool

  init(_ bits: ClosedRange<Int>, _ name: String, _ meaning: String, isInPlace: Bool = false) {
    self.bits = bits
    self.name = name
    self.meaning = meaning
    self.isInPlace = isInPlace
  }

  init(_ bit: Int, _ name: String, _ meaning: String) { self.init(bit...bit, name, meaning) }

  /// The bits in their place.
  public var mask: UInt64 {
    let width = UInt64(bits.count)
    return (width == 64 ? .max : (1 << width) - 1) << UInt64(bits.lowerBound)
  }

  /// The bits of `entry`, shifted down to bit 0.
  public func value(in entry: UInt64) -> UInt64 { (entry & mask) >> UInt64(bits.lowerBound) }
}
