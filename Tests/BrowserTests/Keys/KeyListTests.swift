import Browser
import Surface
import TestSupport
import Testing

/// The keys that the views of today serve, written down apart from the table.
@Suite struct KeyListTests {
  @Test(
    arguments: [
      ("h", .left), ("Left", .left), ("j", .down), ("Down", .down), ("k", .up), ("Up", .up),
      ("l", .right), ("Right", .right), ("^U", .halfPageUp), ("^D", .halfPageDown),
      ("^B", .pageUp), ("b", .pageUp), ("PgUp", .pageUp), ("^F", .pageDown),
      ("Space", .pageDown), ("PgDn", .pageDown), ("0", .rowStart), ("^", .rowStart),
      ("Home", .rowStart), ("$", .rowEnd), ("End", .rowEnd), ("g g", .first),
      ("Ctrl-Home", .first), ("G", .last), ("Ctrl-End", .last),
    ] as [(String, Command)])
  func movement(keys: String, command: Command) throws { try expect(keys, command) }

  @Test(
    arguments: [
      ("g o", .goto(.any)), ("F5", .goto(.any)), ("g h", .goto(.host)), ("g s", .goto(.sector)),
      ("g c", .goto(.cluster)), ("g 1", .goto(.l1)), ("g 2", .goto(.l2)),
      ("g p", .goto(.partition)), (";", .repeatMotion), (",", .reverseMotion),
      ("u", .back), ("Backspace", .back), ("Alt-Left", .back), ("U", .forward),
      ("Alt-Right", .forward), ("' '", .previousPlace),
    ] as [(String, Command)])
  func places(keys: String, command: Command) throws { try expect(keys, command) }

  @Test(
    arguments: [
      ("d", .data), ("h", .hole), ("z", .zero), ("c", .compressed), ("!", .damage),
    ] as [(String, Motion.Target)])
  func motions(letter: String, target: Motion.Target) throws {
    try expect("] \(letter)", .motion(Motion(target, forward: true)))
    try expect("[ \(letter)", .motion(Motion(target, forward: false)))
  }

  @Test func changes() throws {
    try expect("}", .motion(Motion(.change, forward: true)))
    try expect("{", .motion(Motion(.change, forward: false)))
  }

  @Test(
    arguments: [
      ("+", .mapIn), ("-", .mapOut), ("=", .mapFit), ("s", .toggleSpace), ("r", .toggleRuns),
      ("w", .cycleRowWidth),
      ("Tab", .nextPane),
      ("Shift-Tab", .previousPane), ("z", .zoomPane), ("1", .view(.main)), ("2", .view(.map)),
      ("3", .view(.hex)), ("8", .view(.check)), ("9", .view(.space)), ("?", .help), ("F1", .help),
      (":", .commandLine),
      ("^L", .redraw),
      ("R", .reload),
      ("^Z", .suspend), ("^C", .interrupt), ("Esc", .escape), ("q", .close), ("Q", .quit),
      ("F10", .quit), ("c", .cycleColoring), ("^R", .resumeScan), ("S", .wholeDisk),
    ] as [(String, Command)])
  func program(keys: String, command: Command) throws { try expect(keys, command) }

  @Test func enterOpensACellOfTheMap() throws {
    let enter = try #require(KeyPress("Enter"))
    #expect(
      KeyTable.standard.match([enter], in: [.map, .browse]) == .command(.enter, letter: nil))
    #expect(KeyTable.standard.match([enter], in: [.hex, .browse]) == .none)
  }

  private func expect(_ names: String, _ command: Command) throws {
    let keys = try names.split(separator: " ").map { try #require(KeyPress(String($0))) }
    #expect(
      KeyTable.standard.match(keys, in: [.browse]) == .command(command, letter: nil), "\(names)")
  }
}
