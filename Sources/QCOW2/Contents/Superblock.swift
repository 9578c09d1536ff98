/// The bytes of a structure, for readers that know where its numbers lie. What the bytes are too short
/// for counts as zero.
struct Superblock {
  let bytes: Bytes
  let isLittleEndian: Bool

  init(_ bytes: Bytes, isLittleEndian: Bool = true) {
    self.bytes = bytes
    self.isLittleEndian = isLittleEndian
  }

  func u8(_ offset: Int) -> UInt64 { UInt64(number(UInt8.self, offset)) }
  func u16(_ offset: Int) -> UInt64 { UInt64(number(UInt16.self, offset)) }
  func u32(_ offset: Int) -> UInt64 { UInt64(number(UInt32.self, offset)) }
  func u64(_ offset: Int) -> UInt64 { number(UInt64.self, offset) }

  func slice(_ offset: Int, _ count: Int) -> [UInt8] { bytes[offset..<offset + count].array }
  func text(_ offset: Int, _ count: Int) -> String { GuestText.utf8(slice(offset, count)) }
  func wideText(_ offset: Int, _ count: Int) -> String {
    GuestText.utf16(slice(offset, count), isLittleEndian: isLittleEndian)
  }
  func uuid(_ offset: Int) -> String? { GUID.plain(slice(offset, 16)) }

  func has(_ magic: String, at offset: Int) -> Bool {
    slice(offset, magic.utf8.count) == Array(magic.utf8)
  }

  /// A power of two in bytes; nil where the exponent is out of reason.
  func power(_ exponent: UInt64) -> UInt64? { exponent < 32 ? 1 << exponent : nil }

  private func number<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type, _ offset: Int) -> T {
    let value = bytes.load(T.self, at: offset) ?? 0
    return isLittleEndian ? value.byteSwapped : value
  }
}
