import Browser
import Surface
import TestSupport
import Testing

/// The keys that the views of today serve, written down apart from the table.
@Suite struct KeyListTests {
  @Test(
    arguments: [
      ("h", "left"), ("Left", "left"), ("j", "down"), ("Down", "down"), ("k", "up"), ("Up", "up"),
      ("l", "right"), ("Right", "right"), ("^U", "half-page-up"), ("^D", "half-page-down"),
      ("^B", "page-up"), ("b", "page-up"), ("PgUp", "page-up"), ("^F", "page-down"),
      ("Space", "page-down"), ("PgDn", "page-down"), ("0", "row-start"), ("^", "row-start"),
      ("Home", "row-start"), ("$", "row-end"), ("End", "row-end"), ("g g", "first"),
      ("Ctrl-Home", "first"), ("G", "last"), ("Ctrl-End", "last"),
    ] as [(String, String)])
  func movement(keys: String, command: String) throws { try expect(keys, command) }

  @Test(
    arguments: [
      ("g o", "goto"), ("F5", "goto"), ("g h", "host"), ("g s", "sector"),
      ("g c", "cluster"), ("g 1", "l1"), ("g 2", "l2"),
      ("g p", "partition"), (";", "repeat"), (",", "reverse"),
      ("u", "back"), ("Backspace", "back"), ("Alt-Left", "back"), ("U", "forward"),
      ("Alt-Right", "forward"), ("' '", "previous place"),
    ] as [(String, String)])
  func places(keys: String, command: String) throws { try expect(keys, command) }

  @Test(
    arguments: [
      ("d", .data), ("h", .hole), ("z", .zero), ("c", .compressed), ("!", .damage),
    ] as [(String, Motion.Target)])
  func motions(letter: String, target: Motion.Target) throws {
    try expect("] \(letter)", "next \(target.name)")
    try expect("[ \(letter)", "previous \(target.name)")
  }

  @Test func changes() throws {
    try expect("}", "next change")
    try expect("{", "previous change")
  }

  @Test(
    arguments: [
      ("+", "zoom in"), ("-", "zoom out"), ("=", "fit"), ("s", "file"), ("r", "extents"),
      ("w", "row width"),
      ("Tab", "next pane"),
      ("Shift-Tab", "previous pane"), ("z", "zoom"), ("1", "main"), ("2", "map"),
      ("3", "hex"), ("8", "check"), ("%", "space"), ("?", "help"), ("F1", "help"),
      (":", "command"),
      ("^L", "redraw"),
      ("R", "reload"),
      ("^Z", "suspend"), ("^C", "interrupt"), ("Esc", "escape"), ("q", "close"), ("Q", "quit"),
      ("F10", "quit"), ("c", "colour"), ("^R", "scan"), ("S", "whole"),
      ("/", "find"), ("F7", "find"), ("\\", "find-backward"), ("n", "next"), ("F3", "next"),
      ("N", "previous"), ("&", "hits"), ("#", "hash"), ("x", "export"), ("X", "export-disk"),
      ("y h", "yank hex"), ("y a", "yank text"), ("y c", "yank c"), ("y b", "yank base64"),
      ("y j", "yank json"), ("y o", "yank offset"), ("y l", "yank link"), ("y q", "yank command"),
      ("y y", "yanked"),
    ] as [(String, String)])
  func program(keys: String, command: String) throws { try expect(keys, command) }

  @Test func enterOpensACellOfTheMap() throws {
    let enter = try #require(KeyPress("Enter"))
    let command = try #require(Command.named("open cell"))
    #expect(
      KeyTable.standard.match([enter], in: [.map, .browse]) == .command(command, letter: nil))
    #expect(KeyTable.standard.match([enter], in: [.browse]) == .none)
  }

  private func expect(_ names: String, _ command: String) throws {
    let keys = try names.split(separator: " ").map { try #require(KeyPress(String($0))) }
    let command = try #require(Command.named(command), "no command is called \(command)")
    #expect(
      KeyTable.standard.match(keys, in: [.browse, .everywhere])
        == .command(command, letter: nil), "\(names)")
  }
}
