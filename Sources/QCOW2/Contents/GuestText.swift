/// Text in the encodings that structures of guests use; it ends at the first zero. The result is not
/// escaped.
enum GuestText {
  /// UTF-8; what is none becomes U+FFFD.
  static func utf8(_ bytes: some Sequence<UInt8>) -> String {
    trimmed(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
  }

  /// One byte a character, as far as it is ASCII; others become U+FFFD, because nothing says in which
  /// code page they are.
  static func ascii(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes.prefix(while: { $0 != 0 }) {
      text.unicodeScalars.append(byte < 0x80 ? Unicode.Scalar(byte) : "\u{fffd}")
    }
    return trimmed(text)
  }

  /// UTF-16.
  static func utf16(_ bytes: [UInt8], isLittleEndian: Bool) -> String {
    let units = stride(from: 0, to: bytes.count - bytes.count % 2, by: 2).map { at in
      let (low, high) = isLittleEndian ? (bytes[at], bytes[at + 1]) : (bytes[at + 1], bytes[at])
      return UInt16(low) | UInt16(high) << 8
    }
    return String(decoding: units.prefix { $0 != 0 }, as: UTF16.self)
  }

  /// Without the spaces that fill a field up.
  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
