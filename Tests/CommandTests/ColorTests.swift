import TestSupport
import Testing

/// Colours are for people at terminals, and say nothing that the words do not.
@Suite struct ColorTests {
  /// A sequence of ECMA-48 that selects a rendition.
  private static func plain(_ text: String) -> String {
    text.replacing(#/\x{1b}\[[0-9;]*m/#, with: "")
  }

  /// An image with data, holes, compressed data, damage, leaks, a snapshot and a bitmap in use.
  private func image() throws -> MadeImage {
    let image = try MadeImage(
      try #require(Recipe.all.first { $0.testDescription == "snapshots and bitmaps" }))
    try QEMU.io(image.path, ["write -c -P 7 8M 64k"])
    var bytes = try ImageBytes(contentsOf: image.path)
    bytes.store(0x8000_0000_0005_0200, at: bytes.l2Entry(0, 20), width: 8)
    try write(bytes.bytes, to: image.path)
    return image
  }

  static let verbs = [
    ["info"], ["header"], ["map"], ["extents"], ["locate", "@", "0x140000"], ["snapshots"],
    ["bitmaps"], ["bitmaps", "show", "@", "changes"], ["chain"], ["check"], ["space"],
    ["owner", "@", "0x80000"], ["hash", "@", "--count", "1k"], ["find", "@", "--hex", "01 02"],
    ["compare", "@", "--snapshot-b", "before"], ["read", "--hex", "@", "--count", "64k"],
  ]

  /// Those that print a table, a verdict or a complaint.
  private static let coloured: Set = [
    "header", "map", "extents", "locate", "snapshots", "bitmaps", "chain", "check", "space",
    "owner", "find", "compare",
  ]

  @Test(arguments: verbs)
  func coloursAddNothing(verb: [String]) throws {
    let image = try image()
    let arguments = (verb.contains("@") ? verb : verb + ["@"]).map { $0 == "@" ? image.path : $0 }
    let auto = try qcow2.run(arguments)
    let always = try qcow2.run(arguments + ["--color=always"])
    #expect(!(auto.output + auto.errors).contains("\u{1b}"))
    #expect(Self.plain(always.output) == auto.output)
    #expect(Self.plain(always.errors) == auto.errors)
    #expect(always.status == auto.status)
    #expect((always.output + always.errors).contains("\u{1b}[") == Self.coloured.contains(verb[0]))
    guard verb[0] != "read" else { return }
    let json = try qcow2.run(arguments + ["--color=always", "--output=json"])
    #expect(!json.output.contains("\u{1b}"))
  }

  @Test func theWorstIsRedAndTheBestIsGreen() throws {
    let image = try image()
    let bad = try qcow2.run(["check", image.path, "--color=always"])
    #expect(bad.output.contains(#/:\s+\x{1b}\[1;31m\d+ corruption/#))
    #expect(bad.output.contains("\n\u{1b}[1;31mcorruption\u{1b}[0m: "))
    let kinds = try qcow2.run(["extents", image.path, "--color=always"])
    #expect(kinds.output.contains("\u{1b}[1;31mdamaged\u{1b}[0m"))
    #expect(kinds.output.contains("\u{1b}[35mcompressed\u{1b}[0m"))
    #expect(kinds.errors.hasPrefix("\u{1b}[1;31mqcow2:\u{1b}[0m "))
    let sound = try MadeImage(Recipe.all[0])
    let good = try qcow2.run(["check", sound.path, "--color=always"])
    #expect(good.output.contains(#/:\s+\x{1b}\[32mno errors\x{1b}\[0m\n/#))
  }

  /// On a terminal, unless the user or the terminal does not want them; an option goes before both.
  @Test(arguments: [
    (["TERM=xterm"], "", true), (["TERM=xterm", "NO_COLOR=1"], "", false),
    (["TERM=dumb"], "", false), (["TERM=xterm", "NO_COLOR="], "", true),
    (["TERM=xterm"], "--color=never", false),
    (["TERM=dumb", "NO_COLOR=1"], "--color always", true),
  ])
  func autoAsksTheTerminal(environment: [String], option: String, isColored: Bool) throws {
    let image = try MadeImage(Recipe.all[0])
    let command = "'\(qcow2.path)' extents '\(image.path)' \(option)"
    let screen = try run(
      "env", ["-u", "NO_COLOR"] + environment + ["script", "-qec", command, "/dev/null"]
    ).output
    #expect(screen.contains("\u{1b}[") == isColored)
    #expect(screen.contains("compressed") || screen.contains("data"))
  }
}
