/// Big-endian stores into a growing array of bytes.
extension [UInt8] {
  mutating func append(bigEndian value: some FixedWidthInteger) {
    for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
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
