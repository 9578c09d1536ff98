package import Surface

/// Byte sequences of keys that terminal descriptions leave out or get wrong.
///
/// They are those of xterm and its many followers, with the Home, End and F1 to F4 of others.
package enum KeySequences {
  package struct Entry: Sendable {
    package let sequence: String
    package let press: KeyPress
    /// Whether the terminal's own description, where it has the sequence, is right.
    package let yieldsToDescription: Bool
  }

  package static let all: [Entry] = plain + modified + alternate

  private static let escape = "\u{1b}"

  // The last letter of "ESC [ letter", "ESC O letter" and "ESC [ 1 ; modifiers letter".
  private static let letters: [(String, Key)] = [
    ("A", .up), ("B", .down), ("C", .right), ("D", .left), ("H", .home), ("F", .end),
    ("P", .function(1)), ("Q", .function(2)), ("R", .function(3)), ("S", .function(4)),
  ]

  // The number of "ESC [ number ~" and "ESC [ number ; modifiers ~".
  private static let numbers: [(Int, Key)] = [
    (1, .home), (2, .insert), (3, .delete), (4, .end), (5, .pageUp), (6, .pageDown), (7, .home),
    (8, .end), (11, .function(1)), (12, .function(2)), (13, .function(3)), (14, .function(4)),
    (15, .function(5)), (17, .function(6)), (18, .function(7)), (19, .function(8)),
    (20, .function(9)), (21, .function(10)), (23, .function(11)), (24, .function(12)),
  ]

  private static func entry(
    _ tail: String, _ key: Key, _ modifiers: Modifiers = [], yields: Bool = false
  ) -> Entry {
    Entry(
      sequence: escape + tail, press: KeyPress(key, modifiers), yieldsToDescription: yields)
  }

  private static let plain: [Entry] =
    letters.map { entry("O\($0)", $1) }
    + letters.prefix(6).map { entry("[\($0)", $1) }
    + numbers.map { entry("[\($0)~", $1) }
    + ["A", "B", "C", "D", "E"].enumerated().map { entry("[[\($1)", .function($0 + 1)) }
    + [entry("[Z", .backTab)]

  // xterm's parameter is one more than the sum of 1 for Shift, 2 for Alt and 4 for Ctrl.
  private static let modified: [Entry] = (1...7).flatMap { sum -> [Entry] in
    var modifiers: Modifiers = []
    if sum & 1 != 0 { modifiers.insert(.shift) }
    if sum & 2 != 0 { modifiers.insert(.alt) }
    if sum & 4 != 0 { modifiers.insert(.control) }
    return letters.map { entry("[1;\(sum + 1)\($0)", $1, modifiers) }
      + numbers.map { entry("[\($0);\(sum + 1)~", $1, modifiers) }
  }

  // "[" and "O" begin the sequences above, so Alt with them cannot be told apart.
  private static let alternate: [Entry] =
    (0x20...0x7e).compactMap(Unicode.Scalar.init).filter { $0 != "[" && $0 != "O" }
    .map { entry(String(Character($0)), .character($0), .alt, yields: true) }
    + [
      entry("\r", .enter, .alt, yields: true), entry("\u{7f}", .backspace, .alt, yields: true),
      entry("\u{1b}[C", .right, .alt, yields: true), entry("\u{1b}[D", .left, .alt, yields: true),
    ]
}
