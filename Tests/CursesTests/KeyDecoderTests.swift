import Curses
import Surface
import Testing

@Suite struct KeyDecoderTests {
  @Test(
    arguments: [
      (0x03, "^C"), (0x1a, "^Z"), (0x0c, "^L"), (0x00, "Ctrl-Space"), (0x1b, "Esc"),
      (0x0d, "Enter"),
      (0x0a, "Enter"), (0x09, "Tab"), (0x08, "Backspace"), (0x7f, "Backspace"), (0x1f, "^_"),
      (0x6a, "j"), (0x47, "G"), (0x20, "Space"), (0xe9, "é"),
    ] as [(UInt32, String)])
  func charactersAreKeys(character: UInt32, name: String) {
    #expect(KeyDecoder.press(character: character)?.description == name)
  }

  @Test(arguments: [0x80, 0x9b, 0xd800, 0x11_0000, .max] as [UInt32])
  func whatIsNoCharacterIsNoKey(character: UInt32) {
    #expect(KeyDecoder.press(character: character) == nil)
  }

  @Test(arguments: [
    ("kLFT5", "Ctrl-Left"), ("kRIT3", "Alt-Right"), ("kUP", "Shift-Up"), ("kHOM5", "Ctrl-Home"),
    ("kEND7", "Ctrl-Alt-End"), ("kPRV8", "Ctrl-Alt-Shift-PgUp"),
  ])
  func extendedNamesAreKeys(name: String, press: String) {
    #expect(KeyDecoder.press(extendedName: name)?.description == press)
  }

  @Test(arguments: ["", "k", "kLFT1", "kLFT9", "kpADD", "7"])
  func otherNamesAreNone(name: String) {
    #expect(KeyDecoder.press(extendedName: name) == nil)
  }

  @Test func noSequenceIsDefinedTwiceOrBeginsAnother() {
    let sequences = KeySequences.all.map(\.sequence)
    #expect(Set(sequences).count == sequences.count)
    for short in sequences {
      let longer = sequences.filter { $0 != short && $0.hasPrefix(short) }
      #expect(longer.isEmpty, "\(short.debugDescription) hides \(longer)")
    }
  }

  @Test(arguments: [
    ("[1~", "Home"), ("OF", "End"), ("[1;5H", "Ctrl-Home"), ("[1;5F", "Ctrl-End"),
    ("[1;3D", "Alt-Left"), ("[1;5C", "Ctrl-Right"), ("x", "Alt-x"), ("[11~", "F1"), ("[15~", "F5"),
    ("[[C", "F3"), ("[Z", "Shift-Tab"), ("[3;2~", "Shift-Del"),
  ])
  func sequencesStandForKeys(tail: String, name: String) {
    let entry = KeySequences.all.first { $0.sequence == "\u{1b}" + tail }
    #expect(entry?.press.description == name)
  }
}
