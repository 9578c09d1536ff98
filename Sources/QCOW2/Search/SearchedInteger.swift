/// A number with its width and byte order, such as `1234/4le`, `-1/2be` or `0xff`.
struct SearchedInteger {
  private let value: Int128
  private let width: Int
  private let isBigEndian: Bool

  /// - Throws: `SearchFault` where the text is no such number or it does not fit.
  init(_ text: String) throws(SearchFault) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let value = Self.number(parts[0]) else {
      throw SearchFault(message: "a number is needed, such as 1234, -5 or 0x7f")
    }
    self.value = value
    isBigEndian = parts.last?.hasSuffix("be") == true && parts.count == 2
    guard parts.count == 2 else {
      width = Self.range(4).contains(value) ? 4 : 8
      guard Self.range(8).contains(value) else { throw Self.unfit(8) }
      return
    }
    let order = ["le", "be"].contains { parts[1].hasSuffix($0) }
    guard let width = Int(order ? parts[1].dropLast(2) : parts[1]), [1, 2, 4, 8].contains(width)
    else { throw SearchFault(message: "after / comes 1, 2, 4 or 8, then le or be") }
    guard Self.range(width).contains(value) else { throw Self.unfit(width) }
    self.width = width
  }

  private static func number(_ text: Substring) -> Int128? {
    let isNegative = text.hasPrefix("-")
    let digits = (isNegative ? text.dropFirst() : text).filter { $0 != "_" }
    guard !digits.hasPrefix("-"), !digits.hasPrefix("+") else { return nil }
    let isHex = digits.lowercased().hasPrefix("0x")
    let magnitude = UInt64(isHex ? String(digits.dropFirst(2)) : digits, radix: isHex ? 16 : 10)
    return magnitude.map { isNegative ? -Int128($0) : Int128($0) }
  }

  /// What fits with a sign or without.
  private static func range(_ width: Int) -> ClosedRange<Int128> {
    let bits = Int128(width * 8)
    return -(Int128(1) << (bits - 1))...(Int128(1) << bits) - 1
  }

  private static func unfit(_ width: Int) -> SearchFault {
    SearchFault(message: "it does not fit into \(counted(width, "byte"))")
  }

  /// The bytes as they lie on the disk.
  var bytes: [UInt8] {
    let little = (0..<width).map { UInt8(truncatingIfNeeded: value >> Int128($0 * 8)) }
    return isBigEndian ? little.reversed() : little
  }

  /// The number, for people.
  var meaning: String { "\(value) \(isBigEndian ? "big" : "little")-endian" }
}
