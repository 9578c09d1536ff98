internal import CNcurses
package import Surface

/// Turns ncurses' characters and key codes into key presses.
package struct KeyDecoder {
  // Above every code that ncurses or a terminal description hands out.
  private static let firstCode: Int32 = 0x4000
  /// Begins and ends pasted text.
  static let (pasteStart, pasteEnd): (Int32, Int32) = (0x3ffe, 0x3fff)
  private let named: [Int32: KeyPress]

  package init() {
    let keys: [(Int32, Key)] = [
      (KEY_UP, .up), (KEY_DOWN, .down), (KEY_LEFT, .left), (KEY_RIGHT, .right),
      (KEY_HOME, .home), (KEY_END, .end), (KEY_PPAGE, .pageUp), (KEY_NPAGE, .pageDown),
      (KEY_ENTER, .enter), (KEY_BTAB, .backTab), (KEY_BACKSPACE, .backspace),
      (KEY_DC, .delete), (KEY_IC, .insert), (KEY_FIND, .home), (KEY_SELECT, .end),
      (KEY_A1, .home), (KEY_A3, .pageUp), (KEY_C1, .end), (KEY_C3, .pageDown),
    ]
    let shifted: [(Int32, Key)] = [
      (KEY_SR, .up), (KEY_SF, .down), (KEY_SLEFT, .left), (KEY_SRIGHT, .right),
      (KEY_SHOME, .home), (KEY_SEND, .end), (KEY_SPREVIOUS, .pageUp), (KEY_SNEXT, .pageDown),
      (KEY_SDC, .delete), (KEY_SIC, .insert),
    ]
    let presses =
      keys.map { ($0, KeyPress($1)) } + shifted.map { ($0, KeyPress($1, .shift)) }
      + (1...63).map { (cn_f0 + $0, KeyPress(.function(Int($0)))) }
    named = Dictionary(uniqueKeysWithValues: presses)
  }

  /// Teaches the current terminal the sequences that its description lacks.
  func defineSequences() {
    _ = unsafe define_key("\u{1b}[200~", Self.pasteStart)
    _ = unsafe define_key("\u{1b}[201~", Self.pasteEnd)
    for (index, entry) in KeySequences.all.enumerated() {
      // Negative: another key's sequence begins with this one, which would make that key dead.
      let known = unsafe key_defined(entry.sequence)
      guard known == 0 || known > 0 && !entry.yieldsToDescription else { continue }
      _ = unsafe define_key(entry.sequence, Self.firstCode + Int32(index))
    }
  }

  /// The key that ncurses reports by a code; nil when it is none that a program can use.
  package func press(code: Int32) -> KeyPress? {
    let index = Int(code) - Int(Self.firstCode)
    if KeySequences.all.indices.contains(index) { return KeySequences.all[index].press }
    if let press = named[code] { return press }
    guard code > cn_key_max, let name = unsafe keyname(code) else { return nil }
    return Self.press(extendedName: unsafe String(cString: name))
  }

  /// Reads the extended names of terminal descriptions: "kLFT5" is Ctrl-Left, with the number
  /// that xterm puts into the sequence.
  package static func press(extendedName name: String) -> KeyPress? {
    let stems: [String: Key] = [
      "kUP": .up, "kDN": .down, "kLFT": .left, "kRIT": .right, "kHOM": .home, "kEND": .end,
      "kPRV": .pageUp, "kNXT": .pageDown, "kDC": .delete, "kIC": .insert,
    ]
    let digit = name.last?.wholeNumberValue
    let stem = digit == nil ? name : String(name.dropLast())
    // Without a number, as in "kUP", Shift is meant.
    guard let key = stems[stem], case let sum = digit.map({ $0 - 1 }) ?? 1, (1...7).contains(sum)
    else { return nil }
    var modifiers: Modifiers = []
    if sum & 1 != 0 { modifiers.insert(.shift) }
    if sum & 2 != 0 { modifiers.insert(.alt) }
    if sum & 4 != 0 { modifiers.insert(.control) }
    return KeyPress(key, modifiers)
  }

  /// The key that sends a character.
  package static func press(character: UInt32) -> KeyPress? {
    switch character {
    case 0: KeyPress(.character(" "), .control)
    case 0x7f: KeyPress(.backspace)
    case 0x01...0x1f:
      // Control sends the letter's byte without its upper bits; KeyPress names Tab, Enter and Esc.
      Unicode.Scalar(character + 0x40).map { KeyPress(.character($0), .control) }
    case 0x80...0x9f: nil
    default: Unicode.Scalar(character).map { KeyPress(.character($0)) }
    }
  }
}
