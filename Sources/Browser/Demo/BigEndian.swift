/// Big-endian stores into a growing array of bytes.
extension [UInt8] {
  mutating func append(bigEndian value: some FixedWidthInteger) {
    // Shifts of a plain word: generic ones take a second of a debug build's start.
    let word = UInt64(truncatingIfNeeded: value)
    var shift = UInt64(value.bitWidth)
    while shift > 0 {
      shift -= 8
      append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  mutating func append(littleEndian value: some FixedWidthInteger) {
    append(contentsOf: Self(bigEndian: value.byteSwapped))
  }

  init(bigEndian value: some FixedWidthInteger) {
    self = []
    append(bigEndian: value)
  }

  /// Appends zeros up to a multiple of `alignment`.
  mutating func pad(to alignment: Int) {
    append(contentsOf: repeatElement(0, count: (alignment - count % alignment) % alignment))
  }

  /// Writes `bytes` over what is at `offset`.
  mutating func store(_ bytes: [UInt8], at offset: Int) {
    replaceSubrange(offset..<offset + bytes.count, with: bytes)
  }
}
