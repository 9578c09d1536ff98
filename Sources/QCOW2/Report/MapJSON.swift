/// The lines that `qemu-img map --output=json` writes, gathered in one buffer: maps have millions.
package struct MapJSON {
  private var bytes: [UInt8] = []
  private var isFirst = true
  private let output: Output

  private static let room = 1 << 16

  /// Begins the list.
  ///
  /// - Parameter output: Where it goes.
  package init(_ output: Output) {
    self.output = output
    bytes.reserveCapacity(Self.room + 256)
    bytes.append("[")
  }

  /// Writes a line.
  package mutating func write(_ entry: MapEntry) {
    bytes.append(isFirst ? "{ \"start\": " : ",\n{ \"start\": ")
    isFirst = false
    bytes.append(decimal: entry.start)
    bytes.append(", \"length\": ")
    bytes.append(decimal: entry.length)
    bytes.append(", \"depth\": ")
    bytes.append(decimal: UInt64(entry.depth))
    bytes.append(entry.isPresent ? ", \"present\": true" : ", \"present\": false")
    bytes.append(entry.isZero ? ", \"zero\": true" : ", \"zero\": false")
    bytes.append(entry.isData ? ", \"data\": true" : ", \"data\": false")
    if let offset = entry.offset {
      bytes.append(", \"offset\": ")
      bytes.append(decimal: offset)
    }
    bytes.append("}")
    if bytes.count >= Self.room { flush() }
  }

  /// Ends the list, or leaves it open where it is not whole, and hands on what was gathered.
  package mutating func finish(isWhole: Bool) {
    if isWhole { bytes.append("]\n") }
    flush()
  }

  private mutating func flush() {
    unsafe bytes.withUnsafeBytes { unsafe output.write($0) }
    bytes.removeAll(keepingCapacity: true)
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ text: StaticString) {
    unsafe append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a number in decimal digits, without making a string of it.
  mutating func append(decimal number: UInt64) {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var first = digits.count
    var rest = number
    repeat {
      first -= 1
      digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    unsafe digits.span.withUnsafeBufferPointer {
      unsafe append(contentsOf: UnsafeBufferPointer(rebasing: $0[first...]))
    }
  }
}
