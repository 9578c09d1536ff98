/// Bytes to look for, some of which may be anything.
package struct BytePattern: Hashable, Sendable {
  /// The most bytes of a pattern.
  package static let mostBytes = 1024

  /// The bytes, zero where the mask is.
  let values: [UInt8]
  /// The bits of each byte that count.
  let masks: [UInt8]
  /// The two places of the bytes that are least often found on disks; what is looked for first.
  let probes: (one: Int, two: Int)

  /// The number of bytes.
  package var count: Int { values.count }

  /// Reads hexadecimal digits, two for each byte; `?` is any digit, and spaces may stand anywhere.
  ///
  /// - Parameter hex: Such as `eb ?? 90` or `4?`.
  /// - Throws: `SearchFault` where the text is something else.
  package init(hex: String) throws(SearchFault) {
    var digits: [(value: UInt8, mask: UInt8)] = []
    for character in hex.unicodeScalars where character != " " {
      if character == "?" {
        digits.append((0, 0))
      } else if let digit = Character(character).hexDigitValue, character.isASCII {
        digits.append((UInt8(digit), 0xf))
      } else {
        throw SearchFault(
          message: "\"\(escaped(String(character)))\" is neither a hexadecimal digit nor ?")
      }
    }
    guard digits.count % 2 == 0 else { throw SearchFault(message: "a byte is two digits") }
    let pairs = stride(from: 0, to: digits.count, by: 2).map { (digits[$0], digits[$0 + 1]) }
    try self.init(
      values: pairs.map { $0.value << 4 | $1.value }, masks: pairs.map { $0.mask << 4 | $1.mask })
  }

  /// Takes bytes as they are.
  ///
  /// - Parameters:
  ///   - text: The bytes.
  ///   - ignoresCase: Whether an ASCII letter stands for its other case too.
  /// - Throws: `SearchFault` where they are none or too many.
  package init(text: [UInt8], ignoresCase: Bool = false) throws(SearchFault) {
    let masks = text.map { Self.mask($0, ignoresCase) }
    try self.init(values: zip(text, masks).map { $0 & $1 }, masks: masks)
  }

  /// Takes a text in UTF-16.
  ///
  /// - Parameters:
  ///   - utf16: The text.
  ///   - isBigEndian: Which byte of each unit comes first.
  ///   - ignoresCase: Whether an ASCII letter stands for its other case too.
  /// - Throws: As `init(text:)`.
  package init(
    utf16: String, isBigEndian: Bool, ignoresCase: Bool = false
  ) throws(SearchFault) {
    let units = utf16.utf16.map { unit -> [(value: UInt8, mask: UInt8)] in
      let (high, low) = (UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit))
      let mask = high == 0 ? Self.mask(low, ignoresCase) : 0xff
      let bytes: [(value: UInt8, mask: UInt8)] = [(high, 0xff), (low, mask)]
      return isBigEndian ? bytes : bytes.reversed()
    }.joined()
    try self.init(values: units.map { $0.value & $0.mask }, masks: units.map { $0.mask })
  }

  private static func mask(_ byte: UInt8, _ ignoresCase: Bool) -> UInt8 {
    let isLetter = byte < 0x80 && Unicode.Scalar(byte).properties.isAlphabetic
    return ignoresCase && isLetter ? 0xdf : 0xff
  }

  private init(values: [UInt8], masks: [UInt8]) throws(SearchFault) {
    guard !values.isEmpty else { throw SearchFault(message: "there is nothing to look for") }
    guard values.count <= Self.mostBytes else {
      throw SearchFault(
        message: "\(values.count) bytes are too many, the limit is \(Self.mostBytes)")
    }
    guard values.contains(where: { $0 != 0 }) else {
      throw SearchFault(message: "zeros match it, so every hole would; extents lists holes")
    }
    self.values = values
    self.masks = masks
    let rarest = values.indices.sorted {
      Self.frequency(values[$0], masks[$0]) < Self.frequency(values[$1], masks[$1])
    }
    probes = (rarest[0], rarest.count > 1 ? rarest[1] : rarest[0])
  }

  package static func == (left: BytePattern, right: BytePattern) -> Bool {
    left.values == right.values && left.masks == right.masks
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(values)
    hasher.combine(masks)
  }

  /// The digits as they are typed, with `?` for what may be anything.
  package var hex: String {
    zip(values, masks).map { value, mask in
      let high = mask >> 4 == 0 ? "?" : String(value >> 4, radix: 16)
      return high + (mask & 0xf == 0 ? "?" : String(value & 0xf, radix: 16))
    }.joined(separator: " ")
  }
}

extension BytePattern {
  /// How often bytes that match are found on disks, roughly and for comparison only.
  fileprivate static func frequency(_ value: UInt8, _ mask: UInt8) -> Int {
    (UInt8.min...UInt8.max).reduce(0) { $0 + ($1 & mask == value ? frequency($1) : 0) }
  }

  private static func frequency(_ byte: UInt8) -> Int {
    switch byte {
    case 0: 2000
    case 0xff: 300
    case UInt8(ascii: " "), UInt8(ascii: "e"), UInt8(ascii: "t"), UInt8(ascii: "a"): 200
    case UInt8(ascii: "a")...UInt8(ascii: "z"): 120
    case 1...0x0a: 80
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): 60
    default: 30
    }
  }
}
