import Browser
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// The command that `yl` copies reopens the same screen.
@Suite struct LinkTests {
  private static let browser = BuiltProgram("qcow2-tui", variable: "QCOW2_TUI")

  /// What a line prints.
  private func printed(_ line: String, _ more: String) throws -> CommandResult {
    let script = """
      qcow2-tui() { setsid -w env LC_ALL=C.UTF-8 XDG_CONFIG_HOME=/nowhere "$0" "$@"; }
      eval "$1"
      """
    return try run("bash", ["-c", script, Self.browser.path, "\(line) \(more)"])
  }

  /// A disk with two snapshots, two bitmaps and several tables.
  private func disk() throws -> Needles {
    let needles = try Needles(name: "a disk.qcow2")
    let path = needles.path
    try succeed("qemu-img", ["snapshot", "-c", "be fore", path])
    try QEMU.io(path, ["write -P 1 0 64k", "write -P 7 30M 1M"])
    try succeed("qemu-img", ["snapshot", "-c", "later", path])
    try QEMU.io(path, ["write -P 2 64k 64k"])
    for name in ["one", "an other"] { try succeed("qemu-img", ["bitmap", "--add", path, name]) }
    try QEMU.io(path, ["write -P 3 1M 64k"])
    return needles
  }

  @Test(
    arguments: [
      // What is selected, whichever end the cursor is at, and what a search has found.
      "3 v l l j", "3 v k k h", "3 V", "3 /Needle", "3 s G v k",
      // How bytes and offsets are shown.
      "3 o", "3 o o", "3 o o o", "3 w", "3 i e", "3 s t", "2 p",
      // Chosen rows, and lists that are sorted, filtered or scrolled.
      "5 j", "6 j", "% j j", "% o j", "% O", "% ::rows only", "8 j", "9 G", "7",
      // Tables.
      "4", "4 h", "4 j j j", "4 G", "4 s", "4 s G", "4 s h", "4 s h j j",
      // What colours the map.
      "2 c", "2 c c", "2 ::bitmap an other", "2 ::color content", "1 c",
      // Comparisons, with others than the whole disk too.
      "2 d@be fore", "3 d@2", "2 dnow", "5 j Enter 2 dnow", "2 d@1 c", "2 d@1 s",
    ])
  func theScreenComesBack(keys: String) throws {
    let needles = try disk()
    let pilot = Pilot(disk: try Disk(FilePath(needles.path)))
    pilot.browser.opener = { path, _ throws(ImageError) in try Disk(path) }
    try pilot.go(to: "0x10008")
    try play(keys, pilot)
    // This drops what was said, and nothing else.
    try pilot.press("y l g Esc")
    let line = try #require(pilot.model.shell.yank?.text)
    let view = pilot.model.screen.name.lowercased()
    let result = try printed(line, "--print \(view)")
    #expect(result.errors == "", "\(line)")
    // The hints tell of what can be done here, as they do there.
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = pilot.drawn().lines
    #expect(lines.prefix(shown.count).map(String.init) == shown, "\(line)")
  }

  /// Presses keys; what follows `/`, `d` or `:` up to the next key with a blank before it is typed.
  private func play(_ keys: String, _ pilot: Pilot) throws {
    guard let start = keys.firstRange(of: /\/|d(?=[@n])|::/) else {
      try pilot.press(keys)
      return
    }
    try pilot.press(String(keys[..<start.lowerBound]))
    try pilot.press(String(keys[start].suffix(1)))
    var text = String(keys[start.upperBound...])
    var rest = ""
    for end in [" c", " s"] where text.hasSuffix(end) {
      text.removeLast(2)
      rest = String(end.dropFirst())
    }
    pilot.type(text)
    try pilot.press("Enter g Esc")
    try pilot.press(rest)
  }

  @Test(
    arguments: [
      ("--compare @nobody", "no snapshot has that name"), ("--compare raw /nowhere/x", "nowhere"),
      ("--color-by taste", "the map can be coloured by"), ("--table L1[99]", "L1 table"),
      ("--sort taste", "no list that can be sorted"), ("--set offsets=roman", "offsets is one of"),
      ("--set offsets", "NAME=VALUE"), ("--select 5..1", "FIRST..LAST"),
      ("--select 0..1T", "the disk ends"), ("--row -1", "Rows count"), ("--table L3", "table"),
    ])
  func whatCannotBeShownIsTold(option: String, words: String) throws {
    let needles = try disk()
    let parts = option.split(separator: " ", maxSplits: 1)
    let result = try printed(
      "qcow2-tui '\(needles.path)'", "--print map \(parts[0])='\(parts[1])'")
    #expect(!result.succeeded && result.output == "")
    #expect(result.errors.contains(words), "\(result.errors)")
  }

  @Test func aComparisonWithAFileComesBack() throws {
    let needles = try disk()
    let pilot = Pilot(disk: try Disk(FilePath(needles.path)), screen: .map)
    try pilot.press("d")
    pilot.type("raw " + needles.raw)
    try pilot.press("Enter Esc y l Esc")
    #expect(pilot.model.comparison != nil)
    let line = try #require(pilot.model.shell.yank?.text)
    #expect(line.contains(" --compare 'raw "))
    let lines = pilot.drawn().lines
    #expect(try printed(line, "--print map").output.hasPrefix(lines.joined(separator: "\n")))
  }
}
