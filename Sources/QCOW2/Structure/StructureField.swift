/// A field of a structure in one image: where it lies, what it holds and what it leads to.
public struct StructureField: Hashable, Sendable {
  /// A group of bits within the field.
  public struct Bits: Hashable, Sendable {
    /// The specification's entry.
    public let field: BitField
    /// The bits, shifted down to bit 0.
    public let value: UInt64
    /// The value for people.
    public let text: String
    /// Whether the bits have a value that they must not have.
    public let isFaulty: Bool
  }

  /// What a field that is a pointer leads to.
  public struct Target: Hashable, Sendable {
    /// Where in the file.
    public let host: HostOffset
    /// What lies there, where that is a structure.
    public let structure: Structure?
  }

  /// The structure that the field is part of.
  public let structure: Structure
  /// The bytes of the field.
  public let range: Range<HostOffset>
  /// The specification's name, with the index of an entry.
  public let name: String
  /// The number of the entry, where the structure is a table.
  public let index: Int?
  /// The number as stored; nil of text and bytes.
  public let value: UInt64?
  /// The value for people, escaped.
  public let text: String
  /// One line about the field, from the specification.
  public let meaning: String
  /// The bits that have a meaning of their own, the lowest first.
  public let bits: [Bits]
  /// What the field points at.
  public let target: Target?

  init(
    _ structure: Structure, at start: HostOffset, length: UInt64, name: String, index: Int? = nil,
    value: UInt64? = nil, text: String, meaning: String, bits: [Bits] = [], target: Target? = nil
  ) {
    self.structure = structure
    range = start..<(start.advanced(by: length) ?? HostOffset(.max))
    self.name = name
    self.index = index
    self.value = value
    self.text = text
    self.meaning = meaning
    self.bits = bits
    self.target = target
  }

  /// The bits that a byte of the field holds some of; numbers are big-endian.
  public func bits(ofByteAt offset: HostOffset) -> [Bits] {
    guard range.contains(offset) else { return [] }
    let last = Int(range.upperBound - offset) - 1
    // An extended L2 entry is two words, each of which counts its bits from 0.
    let low = last % 8 * 8
    let word = Int(offset - range.lowerBound) / 8
    return bits(ofWord: word).filter { $0.field.bits.overlaps(low...low + 7) }
  }

  /// The groups of one 64-bit word: each word's begin with its bit 0.
  private func bits(ofWord wanted: Int) -> [Bits] {
    var word = -1
    return bits.filter { bits in
      if bits.field.bits.lowerBound == 0 { word += 1 }
      return word == wanted
    }
  }
}
