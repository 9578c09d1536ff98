import QCOW2
import Testing

@Suite("Text for people")
struct TextTests {
  @Test(
    arguments: [
      ([], ""), (Array("plain äöü 日本 🙂".utf8), "plain äöü 日本 🙂"), ([0], "<00>"),
      ([0x1b, 0x5b, 0x32, 0x4a], "<1B>[2J"), ([0x0a, 0x0d, 0x09], "<0A><0D><09>"), ([0x7f], "<7F>"),
      // C1 controls, which terminals obey too.
      ([0xc2, 0x9b, 0x41], "<9B>A"), ([0xc2, 0x85], "<85>"),
      // Right-to-left override, zero width space, byte order mark, soft hyphen.
      ([0xe2, 0x80, 0xae], "<U+202E>"), ([0xe2, 0x80, 0x8b], "<U+200B>"),
      ([0xef, 0xbb, 0xbf], "<U+FEFF>"), ([0xc2, 0xad], "<U+00AD>"),
      // Line and paragraph separators, a combining accent, a private character.
      ([0xe2, 0x80, 0xa8], "<U+2028>"), ([0xe2, 0x80, 0xa9], "<U+2029>"),
      ([0x61, 0xcc, 0x81], "a<U+0301>"), ([0xee, 0x80, 0x80], "<U+E000>"),
      // A tag character, which lies beyond 16 bits.
      ([0xf3, 0xa0, 0x81, 0x81], "<U+E0041>"),
      // Not UTF-8: a lone byte, a cut sequence, a surrogate, an overlong slash.
      ([0xff], "<??>"), ([0x61, 0x80, 0x62], "a<??>b"),
      ([0xfe, 0xff], "<??><??>"),
    ] as [([UInt8], String)])
  func unsafeBytesAreEscaped(bytes: [UInt8], expected: String) {
    #expect(escaped(bytes) == expected)
  }

  /// However broken, every byte leaves a trace and none reaches the terminal.
  @Test(
    arguments: [
      [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xf0, 0x9f, 0x99], [0xf4, 0x90, 0x80, 0x80],
    ] as [[UInt8]])
  func brokenSequencesLeaveOneMarkOrMore(bytes: [UInt8]) {
    let text = escaped([0x61] + bytes + [0x62])
    let marks = text.dropFirst().dropLast()
    #expect(text.hasPrefix("a") && text.hasSuffix("b"))
    #expect(!marks.isEmpty && marks.count % 4 == 0)
    #expect(String(repeating: "<??>", count: marks.count / 4) == marks)
  }

  @Test func noSingleByteIsUnsafe() {
    for byte in UInt8.min...UInt8.max {
      for scalar in escaped([byte]).unicodeScalars {
        #expect((0x20...0x7e).contains(scalar.value), "\(byte)")
      }
    }
  }

  @Test func textIsEscapedAsBytesAre() {
    #expect(escaped("a\u{1b}b") == "a<1B>b")
    #expect(escaped("\u{202e}txt") == "<U+202E>txt")
    #expect(escaped("plain") == "plain")
  }

  @Test(
    arguments: [
      (0, "0 B"), (1, "1 B"), (1023, "1023 B"), (1024, "1 KiB"), (1025, "1 KiB"), (1126, "1 KiB"),
      (1127, "1.1 KiB"), (1536, "1.5 KiB"), (65_536, "64 KiB"), (1_048_575, "1023 KiB"),
      (1 << 20, "1 MiB"), ((1 << 20) + 1, "1 MiB"), (3 << 29, "1.5 GiB"), (1 << 40, "1 TiB"),
      (1 << 50, "1 PiB"), (1 << 60, "1 EiB"), (3 << 59, "1.5 EiB"), (.max, "15.9 EiB"),
      (999 << 10 | 512, "999.5 KiB"), (1000 << 10 | 512, "1000 KiB"), ((1 << 50) - 1, "1023 TiB"),
    ] as [(UInt64, String)])
  func sizes(bytes: UInt64, expected: String) { #expect(binarySize(bytes) == expected) }

  @Test(
    arguments: [
      (0, 1, "0x0"), (0, 4, "0x0000"), (255, 1, "0xff"), (255, 8, "0x000000ff"),
      (.max, 1, "0xffffffffffffffff"), (.max, 20, "0x0000ffffffffffffffff"),
    ] as [(UInt64, Int, String)])
  func hexadecimal(value: UInt64, digits: Int, expected: String) {
    #expect(hex(value, digits: digits) == expected)
  }

  /// One name of 64 KiB must not fill the screen, and not several times.
  @Test func longNamesAreCutInSentences() {
    #expect(quoted(Array("plain".utf8)) == "\"plain\"")
    let most = String(repeating: "x", count: 120)
    #expect(quoted(Array(most.utf8)) == "\"\(most)\"")
    #expect(quoted(Array((most + "y").utf8)) == "\"\(most)...\"")
    #expect(quoted([UInt8](repeating: 0x1b, count: 60_000)).count < 130)
  }
}
