/// One field of an on-disk structure: where it lies, how to show it and what it means.
///
/// The parser, the validation, the screen and every report read off the same declaration.
public struct Field: Hashable, Sendable {
  /// How a person wants to see the value.
  public enum Presentation: Hashable, Sendable {
    /// A plain number.
    case decimal
    /// A number of bytes.
    case size
    /// A position in the image file.
    case hostOffset
    /// A set of bits.
    case flags
    /// The power of two of a number of bytes.
    case sizeBits
    /// The power of two of a number of bits.
    case widthOrder
    /// The file's magic bytes.
    case magic
    /// One of a few numbers, each with a name.
    case choice([UInt64: String])
    /// Text that ends with a zero byte.
    case text
    /// Bytes that stand for nothing but themselves.
    case bytes
  }

  /// The specification's name, such as `cluster_bits`.
  public let name: String
  /// The first byte, counted from the start of the structure.
  public let offset: Int
  /// The number of bytes: 1, 2, 4 or 8 of a number; any of text and bytes.
  public let width: Int
  /// Whether a number begins with its lowest byte, as in structures of guests; qcow2 has none.
  public let isLittleEndian: Bool
  /// How a person wants to see the value.
  public let presentation: Presentation
  /// The first version of the format that has the field.
  public let since: Int
  /// What the field stands for where the header is too short to hold it.
  public let absent: UInt64
  /// One line for people.
  public let meaning: String

  init(
    _ name: String, at offset: Int, width: Int, _ presentation: Presentation,
    isLittleEndian: Bool = false, since: Int = 2, absent: UInt64 = 0, _ meaning: String
  ) {
    self.name = name
    self.offset = offset
    self.width = width
    self.isLittleEndian = isLittleEndian
    self.presentation = presentation
    self.since = since
    self.absent = absent
    self.meaning = meaning
  }

  /// The value in the bytes of a structure; what they are too short for counts as zero.
  func value(in bytes: Bytes) -> UInt64 {
    switch width {
    case 1: UInt64(number(UInt8.self, in: bytes))
    case 2: UInt64(number(UInt16.self, in: bytes))
    case 4: UInt64(number(UInt32.self, in: bytes))
    default: number(UInt64.self, in: bytes)
    }
  }

  private func number<T: FixedWidthInteger & BitwiseCopyable>(
    _: T.Type, in bytes: Bytes
  ) -> T {
    let value = bytes.load(T.self, at: offset) ?? 0
    return isLittleEndian ? value.byteSwapped : value
  }

  /// Puts a big-endian number into the bytes of a structure, which must be long enough.
  func store(_ value: UInt64, in bytes: inout [UInt8]) {
    for (index, place) in byteRange.enumerated() {
      bytes[place] = UInt8(truncatingIfNeeded: value >> UInt64(8 * (width - 1 - index)))
    }
  }

  /// The bytes the field covers.
  public var byteRange: Range<Int> { offset..<offset + width }
}
