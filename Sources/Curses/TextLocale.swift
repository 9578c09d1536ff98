internal import CNcurses
package import Surface

/// What characters the user's locale can show.
package struct TextLocale: Sendable {
  package let isUTF8: Bool
  package let glyphs: Glyphs

  /// Decides from the locale's character set and name.
  ///
  /// Frames and shades are as wide as a fullwidth character in some East Asian fonts, so those
  /// languages get ASCII unless `ascii` is false. Without UTF-8 there is nothing but ASCII.
  package init(codeset: String, ctype: String, ascii: Bool?) {
    isUTF8 = codeset == "UTF-8"
    let isEastAsian = ["zh", "ja", "ko"].contains { ctype.hasPrefix($0) }
    glyphs = isUTF8 && !(ascii ?? isEastAsian) ? .unicode : .ascii
  }

  /// Takes over the locale of the environment for the whole process and reads it.
  package static func adopt(ascii: Bool?) -> TextLocale {
    _ = cn_use_locale()
    let codeset = unsafe String(cString: cn_codeset())
    let ctype = unsafe cn_ctype().map { unsafe String(cString: $0) }
    return TextLocale(codeset: codeset, ctype: ctype ?? "C", ascii: ascii)
  }

  /// How wide characters are; without UTF-8 only ASCII can be shown.
  package var measure: Measure {
    guard isUTF8 else { return { (0x20...0x7e).contains($0.value) ? 1 : -1 } }
    return { Int(wcwidth(wchar_t(bitPattern: $0.value))) }
  }
}
