import Foundation
import TestSupport
import Testing

/// The help, the text and the JSON of every verb, compared with the files beside this one.
///
/// `UPDATE_SNAPSHOTS=1 swift test --filter AnswerTests` writes them anew; look at the difference
/// before you keep it.
@Suite struct AnswerTests {
  static let help = [
    [], ["info"], ["header"], ["map"], ["extents"], ["locate"], ["snapshots"], ["bitmaps"],
    ["bitmaps", "list"], ["bitmaps", "show"], ["volumes"], ["chain"], ["check"], ["space"],
    ["owner"], ["read"],
    ["hash"], ["find"], ["compare"], ["export"], ["schema"],
  ]

  static let answers = [
    ["info"], ["header"], ["map"], ["extents"], ["locate", "@", "0x80000"], ["snapshots"],
    ["bitmaps"], ["bitmaps", "show", "@", "changes"], ["volumes"], ["chain"], ["check"],
    ["space", "--fragments", "--zeros"], ["owner", "@", "0x80000"],
    ["hash"], ["find", "@", "--hex", "0102"], ["compare", "@", "--snapshot-b", "before"],
    ["export", "@", "copy"],
  ]

  @Test(arguments: help)
  func helpIsAsBefore(verb: [String]) throws {
    let result = try qcow2.run(
      verb + ["--help"], environment: ["LC_ALL=C.UTF-8", "COLUMNS=80"])
    try compare(result.output, (["help"] + verb).joined(separator: "-") + ".txt")
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    // Verbs with verbs of their own only hand on.
    let isVerb = !verb.isEmpty && verb != ["bitmaps"]
    #expect(result.output.contains("--color <when>") == isVerb)
  }

  @Test(arguments: answers, ["human", "json"])
  func answersAreAsBefore(verb: [String], format: String) throws {
    let image = try MadeImage(
      try #require(Recipe.all.first { $0.testDescription == "snapshots and bitmaps" }))
    let arguments = verb.contains("@") ? verb : verb + ["@"]
    // A relative name, because the table would be wider with another.
    let result = try qcow2.run(
      arguments.map { $0 == "@" ? Recipe.image : $0 } + ["--output", format],
      environment: ["--chdir=" + image.directory.path, "LC_ALL=C.UTF-8"])
    #expect(result.errors == "")
    let name = verb.filter { $0 != "@" }.joined(separator: "-")
    let text = steady(result.output)
    try compare(text, name + (format == "json" ? ".json" : ".txt"))
    let isWithinScreen = text.split(separator: "\n").allSatisfy { $0.count <= 80 }
    #expect(format == "json" || isWithinScreen)
  }

  @Test func dumpsAreAsBefore() throws {
    let image = try MadeImage(try #require(Recipe.all.first))
    let result = try qcow2.run(
      ["read", "--hex", image.path, "--at", "64k-24", "--count", "40"])
    try compare(result.output, "read-hex.txt")
  }

  /// Without what depends on the clock and the file system.
  private func steady(_ text: String) -> String {
    text.replacing(#/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/#, with: "2026-01-02 03:04:05")
      .replacing(#/"(date_n?sec|date-n?sec|actual-size)": \d+/#) { "\"\($0.1)\": 0" }
      .replacing(#/disk usage.*/#, with: "disk usage    ?")
      .replacing(#/, [0-9.]+ .iB on the disk/#, with: ", ? on the disk")
      .replacing(#/"(allocated-bytes|hole-bytes)": \d+/#) { "\"\($0.1)\": 0" }
      .replacing(#/%  ( *\d+)  [ 0-9.]{5} .?i?B  /#) { "%  \($0.1)        ?  " }
  }

  private func compare(_ text: String, _ name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Snapshots/\(name)")
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] != nil {
      return try Data(text.utf8).write(to: file)
    }
    let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let new = text.split(separator: "\n", omittingEmptySubsequences: false)
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    for index in 0..<max(new.count, old.count) {
      let (now, before) = (index < new.count ? new[index] : "", index < old.count ? old[index] : "")
      #expect(now == before, "\(name) line \(index + 1)")
    }
  }
}
