/// Bytes to look for, some of which may be anything.
package struct BytePattern: Hashable, Sendable {
  /// The most bytes of a pattern.
  package static let mostBytes = 1024

  /// Why something is no pattern.
  package struct Fault: Error, Hashable, Sendable {
    /// One sentence.
    package let message: String
  }

  /// The bytes, zero where the mask is.
  let values: [UInt8]
  /// The bits of each byte that count.
  let masks: [UInt8]
  /// The longest run of bytes all of whose bits count; what is looked for first.
  let anchor: Range<Int>

  /// The number of bytes.
  package var count: Int { values.count }

  /// Reads hexadecimal digits, two for each byte; `?` is any digit, and spaces may stand anywhere.
  ///
  /// - Parameter hex: Such as `eb ?? 90` or `4?`.
  /// - Throws: `Fault` where the text is something else.
  package init(hex: String) throws(Fault) {
    var digits: [(value: UInt8, mask: UInt8)] = []
    for character in hex.unicodeScalars where character != " " {
      if character == "?" {
        digits.append((0, 0))
      } else if let digit = Character(character).hexDigitValue, character.isASCII {
        digits.append((UInt8(digit), 0xf))
      } else {
        throw Fault(
          message: "\"\(escaped(String(character)))\" is neither a hexadecimal digit nor ?")
      }
    }
    guard digits.count % 2 == 0 else { throw Fault(message: "a byte is two digits") }
    let pairs = stride(from: 0, to: digits.count, by: 2).map { (digits[$0], digits[$0 + 1]) }
    try self.init(
      values: pairs.map { $0.value << 4 | $1.value }, masks: pairs.map { $0.mask << 4 | $1.mask })
  }

  /// Takes bytes as they are.
  ///
  /// - Parameters:
  ///   - text: The bytes.
  ///   - ignoresCase: Whether an ASCII letter stands for its other case too.
  /// - Throws: `Fault` where they are none or too many.
  package init(text: [UInt8], ignoresCase: Bool = false) throws(Fault) {
    let masks: [UInt8] = text.map { byte in
      let isLetter = Unicode.Scalar(byte).properties.isAlphabetic && byte < 0x80
      return ignoresCase && isLetter ? 0xdf : 0xff
    }
    try self.init(values: zip(text, masks).map { $0 & $1 }, masks: masks)
  }

  private init(values: [UInt8], masks: [UInt8]) throws(Fault) {
    guard !values.isEmpty else { throw Fault(message: "there is nothing to look for") }
    guard values.count <= Self.mostBytes else {
      throw Fault(message: "\(values.count) bytes are too many, the limit is \(Self.mostBytes)")
    }
    guard values.contains(where: { $0 != 0 }) else {
      throw Fault(message: "zeros match it, so every hole would; extents lists holes")
    }
    self.values = values
    self.masks = masks
    anchor = Self.longestRun(of: masks)
  }

  private static func longestRun(of masks: [UInt8]) -> Range<Int> {
    var longest = 0..<0
    var start = 0
    for (index, mask) in masks.enumerated() {
      if mask != 0xff { start = index + 1 }
      if index + 1 - start > longest.count { longest = start..<index + 1 }
    }
    return longest
  }

  /// Whether the bytes at `place`, which must all be there, match.
  @inline(__always)
  func matches(_ bytes: UnsafeRawBufferPointer, at place: Int) -> Bool {
    for index in values.indices {
      guard unsafe bytes[place + index] & masks[index] == values[index] else { return false }
    }
    return true
  }
}
