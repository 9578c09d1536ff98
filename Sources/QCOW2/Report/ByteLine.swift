/// Bytes gathered for a descriptor, written straight into their place.
///
/// `Array.append(contentsOf:)` costs some seventy instructions a piece and a line of a map has a dozen:
/// a map of 4 GiB in 49,085 pieces took 162 million instructions with it, and takes 122.
struct ByteLine: ~Copyable {
  private var storage: [UInt8]
  private(set) var count = 0

  /// - Parameter capacity: The bytes that there is room for.
  init(capacity: Int) {
    storage = Array(repeating: 0, count: capacity)
  }

  /// How many bytes can still be put.
  var room: Int { storage.count - count }

  mutating func put(_ text: StaticString) {
    let length = text.utf8CodeUnitCount
    precondition(length <= room)
    let start = count
    unsafe storage.withUnsafeMutableBytes { bytes in
      unsafe bytes.baseAddress?.advanced(by: start).copyMemory(
        from: text.utf8Start, byteCount: length)
    }
    count += length
  }

  /// Puts a number in decimal digits.
  mutating func put(decimal number: UInt64) {
    precondition(room >= 20)
    let length = Self.digits(number)
    var place = count + length
    count = place
    var target = storage.mutableSpan
    var rest = number
    repeat {
      place -= 1
      let next = rest / 10
      target[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest &- next &* 10)
      rest = next
    } while rest > 0
  }

  /// Hands the bytes on and begins anew.
  mutating func hand(to output: Output) {
    unsafe storage.withUnsafeBytes {
      unsafe output.write(UnsafeRawBufferPointer(rebasing: $0[..<count]))
    }
    count = 0
  }

  /// How many digits a number has: from its bits, and one more where it is past that power of ten.
  private static func digits(_ number: UInt64) -> Int {
    // Zero has a digit too, and no power of ten from 10 on is odd.
    let odd = number | 1
    let guess = ((64 - odd.leadingZeroBitCount) * 1233) >> 12
    return guess + (odd < powers[guess] ? 0 : 1)
  }

  private static let powers: InlineArray<20, UInt64> = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000,
    100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
    100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
  ]
}
