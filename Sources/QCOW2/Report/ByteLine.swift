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
    unsafe put(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Puts a number in decimal digits.
  mutating func put(decimal number: UInt64) {
    let digits = DecimalDigits(number)
    unsafe digits.withBytes { unsafe put($0) }
  }

  private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
    precondition(bytes.count <= room)
    guard let source = bytes.baseAddress else { return }
    let start = count
    unsafe storage.withUnsafeMutableBytes { target in
      unsafe target.baseAddress?.advanced(by: start).copyMemory(
        from: source, byteCount: bytes.count)
    }
    count += bytes.count
  }

  /// Hands the bytes on and begins anew.
  mutating func hand(to output: Output) {
    unsafe storage.withUnsafeBytes {
      unsafe output.write(UnsafeRawBufferPointer(rebasing: $0[..<count]))
    }
    count = 0
  }
}
