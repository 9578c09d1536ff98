import Foundation
import TestSupport
import Testing

/// Every verb says that another program writes to the image, once.
@Suite struct LiveTests {
  static let verbs = [
    ["info"], ["info", "--backing-chain"], ["header"], ["map"], ["extents"], ["locate", "0"],
    ["snapshots"], ["bitmaps"], ["chain"], ["check"], ["space"], ["space", "--zeros"],
    ["owner", "0"], ["read", "--count", "1"], ["hash", "--count", "1"], ["find", "--hex", "41"],
  ]

  /// An overlay, and a process of QEMU that has one of its files open for writing.
  private struct Live {
    let directory: TemporaryDirectory
    let path: String
    let writer: Session

    init(writes name: String = "top") throws {
      directory = try TemporaryDirectory()
      path = directory.file("top")
      try QEMU.create(directory.file("base"), size: "1M")
      try QEMU.create(path, size: "1M", arguments: ["-b", "base", "-F", "qcow2"])
      try QEMU.io(path, ["write -P 0x41 0 64k"])
      writer = try Session("stdbuf", ["-o0", "qemu-io", "-f", "qcow2", directory.file(name)])
      try writer.waitForPrompt()
    }

    func run(_ verb: [String], _ options: [String] = []) throws -> CommandResult {
      try qcow2.run([verb[0], path] + verb.dropFirst() + options)
    }
  }

  private func warning(_ file: String) -> String {
    "qcow2: \(file): another program is writing to it: what it has not flushed cannot be told\n"
  }

  @Test func everyVerbSaysSoOnce() throws {
    let live = try Live()
    for verb in Self.verbs {
      #expect(try live.run(verb).errors == warning(live.path), "\(verb)")
    }
    try live.writer.end()
    for verb in Self.verbs { #expect(try live.run(verb).errors == "", "\(verb)") }
  }

  @Test func theFileThatIsWrittenIsNamed() throws {
    let live = try Live(writes: "base")
    #expect(try live.run(["map"]).errors == warning(live.directory.file("base")))
    // A check is about the one file.
    #expect(try live.run(["check"]).errors == "")
    try live.writer.end()
  }

  @Test(arguments: [["check"], ["space"], ["owner", "0"]]) func countsSayThatTheyMove(
    verb: [String]
  ) throws {
    func isLive(_ live: Live) throws -> Bool? {
      let answer = try json(live.run(verb, ["--output=json"]).output) as? NSDictionary
      return answer?["live"] as? Bool
    }
    let live = try Live()
    #expect(try isLive(live) == true)
    #expect(try live.run(verb).output.contains("counts of a moving image"))
    try live.writer.end()
    #expect(try isLive(live) == false)
    #expect(try !live.run(verb).output.contains("moving"))
  }
}
