import QCOW2

/// Bytes as `hexdump -C` shows them, with equal lines folded into a star.
struct HexDump {
  private let output: Output
  private var position: GuestOffset
  private var line: [UInt8] = []
  private var previous: [UInt8]?
  private var isFolding = false

  private static let width = 16

  /// Begins at a guest offset.
  init(at start: GuestOffset, to output: Output) {
    position = start
    self.output = output
  }

  /// Adds bytes.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    for index in bytes.indices { add(unsafe bytes[index]) }
  }

  /// Adds zeros; costs the same however many.
  mutating func addZeros(_ count: UInt64) {
    var rest = count
    while rest > 0, !line.isEmpty || previous?.contains(where: { $0 != 0 }) != false || !isFolding {
      add(0)
      rest -= 1
    }
    // The star stands for all whole lines that follow.
    position = position + (rest - rest % UInt64(Self.width))
    for _ in 0..<rest % UInt64(Self.width) { add(0) }
  }

  /// Writes what is left, and the offset after the last byte.
  mutating func finish() {
    let end = position + UInt64(line.count)
    if !line.isEmpty { writeLine() }
    output.write(Self.digits(end.rawValue, 8) + "\n")
  }

  private mutating func add(_ byte: UInt8) {
    line.append(byte)
    guard line.count == Self.width else { return }
    if line == previous {
      if !isFolding { output.write("*\n") }
      isFolding = true
    } else {
      isFolding = false
      writeLine()
      previous = line
    }
    position = position + UInt64(Self.width)
    line.removeAll(keepingCapacity: true)
  }

  private func writeLine() {
    var text = Self.digits(position.rawValue, 8) + "  "
    for index in 0..<Self.width {
      text += index < line.count ? Self.digits(UInt64(line[index]), 2) + " " : "   "
      if index == 7 { text += " " }
    }
    text += " |"
    for byte in line {
      text.unicodeScalars.append((0x20..<0x7f).contains(byte) ? Unicode.Scalar(byte) : ".")
    }
    output.write(text + "|\n")
  }

  private static func digits(_ number: UInt64, _ count: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}
