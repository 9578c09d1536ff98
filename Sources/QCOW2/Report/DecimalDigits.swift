/// Numbers in decimal digits, without a string of them.
enum DecimalDigits {
  /// The most digits that a number has.
  static let most = 20

  /// The number of digits.
  static func count(of number: UInt64) -> Int {
    var count = 1
    var rest = number
    while rest >= 10_000 {
      rest /= 10_000
      count += 4
    }
    return count + (rest >= 1000 ? 3 : rest >= 100 ? 2 : rest >= 10 ? 1 : 0)
  }

  /// Writes the digits, two at a time from the last on.
  ///
  /// - Parameters:
  ///   - number: The number.
  ///   - count: How many digits it has.
  ///   - target: Where they go.
  ///   - start: The place of the first one; all must have room.
  @inline(__always)
  static func write(
    _ number: UInt64, _ count: Int, to target: UnsafeMutableRawBufferPointer, at start: Int
  ) {
    var rest = number
    var place = start + count
    while rest >= 100 {
      let next = rest / 100
      let pair = UInt16(truncatingIfNeeded: rest &- next &* 100)
      place -= 2
      unsafe target.storeBytes(of: digits(pair), toByteOffset: place, as: UInt16.self)
      rest = next
    }
    let last = digits(UInt16(truncatingIfNeeded: rest))
    if rest >= 10 {
      unsafe target.storeBytes(of: last, toByteOffset: place - 2, as: UInt16.self)
    } else {
      unsafe target.storeBytes(of: UInt8(last >> 8), toByteOffset: place - 1, as: UInt8.self)
    }
  }

  /// The two digits of a number below 100, the first one in the lower byte.
  @inline(__always)
  private static func digits(_ pair: UInt16) -> UInt16 {
    let tens = (pair &* 103) >> 10
    return (tens | (pair &- tens &* 10) << 8 | 0x3030).littleEndian
  }
}
