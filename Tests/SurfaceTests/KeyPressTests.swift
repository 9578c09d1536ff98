import Surface
import Testing

@Suite struct KeyPressTests {
  @Test(arguments: [
    "j", "G", "^U", "Space", "Enter", "Tab", "Shift-Tab", "Esc", "Backspace", "Del", "Ins", "Up",
    "Down", "Left", "Right", "PgDn", "PgUp", "Home", "End", "Ctrl-Home", "Ctrl-Left", "Alt-Left",
    "F5", "F12", "Alt-x", "^", "-", "Alt--", "Alt-^X", "Ctrl-Space", "Ctrl-Alt-Left", "Shift-Up",
    "Ctrl-Alt-Shift-F1", "é", "界", "]", "'", "\\", "?", "^@", "^]",
  ])
  func namesRoundTrip(name: String) throws {
    #expect(try #require(KeyPress(name)).description == name)
  }

  @Test func everyKeyRoundTripsWithEveryModifier() {
    let keys: [Key] =
      [
        .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .enter, .tab, .backTab,
        .backspace, .delete, .insert, .escape,
      ] + (1...63).map(Key.function)
      + (0x20...0x7e).compactMap(Unicode.Scalar.init).map(Key.character)
    for key in keys {
      for modifiers in (0..<8).map(Modifiers.init(rawValue:)) {
        let press = KeyPress(key, modifiers)
        #expect(KeyPress(press.description) == press)
      }
    }
  }

  @Test func theSameKeyHasOneForm() {
    #expect(KeyPress("^u") == KeyPress("^U"))
    #expect(KeyPress("Ctrl-u") == KeyPress("^U"))
    #expect(KeyPress("^I") == KeyPress("Tab"))
    #expect(KeyPress("^M") == KeyPress("Enter"))
    #expect(KeyPress("^[") == KeyPress("Esc"))
    #expect(KeyPress("^H") == KeyPress("Backspace"))
    #expect(KeyPress(.tab, .shift) == KeyPress(.backTab))
    #expect(KeyPress(.character("G"), .shift) == KeyPress("G"))
  }

  @Test(arguments: ["", "F0", "F64", "F05", "F+5", "Alt-", "Ctrl-", "jj", "\u{1b}", "\u{9b}", " "])
  func whatIsNoKeyIsRefused(name: String) {
    #expect(KeyPress(name) == nil)
  }
}
