import TestSupport
import Testing

/// What long work shows, and how it ends.
@Suite struct ProgressTests {
  /// Runs the command on a terminal and returns what arrives there.
  private func onTerminal(_ arguments: String, image: MadeImage) throws -> String {
    let command = "timeout --foreground -s INT 3 '\(qcow2.path)' \(arguments) '\(image.path)'"
    return try run("script", ["-qec", command, "/dev/null"], seconds: 20).output
  }

  @Test func isShownWhereWorkTakesLong() throws {
    let image = try MadeImage(Recipe.all[18])
    let screen = try onTerminal("hash", image: image)
    #expect(screen.contains("\rhash   0% ["))
    #expect(screen.contains("iB/s  "))
    #expect(screen.contains(" left\u{1b}[K"))
    // Ten times a second at most, and nothing is left of it.
    #expect(screen.split(separator: "hash   0%").count < 32)
    let rest = try #require(screen.split(separator: "\r\u{1b}[K").last)
    #expect(rest.contains("interrupted: ") && !rest.contains("hash"))
  }

  @Test func isNotShownWhereWorkIsShort() throws {
    let image = try MadeImage(Recipe.all[0])
    let screen = try onTerminal("find --text nix", image: image)
    #expect(screen == "")
  }

  @Test func isNotShownWithoutATerminal() throws {
    let image = try MadeImage(Recipe.all[18])
    let result = try qcow2.run(["hash", image.path, "--count", "1G"])
    #expect(result.succeeded)
    #expect(result.errors == "")
  }

  @Test(arguments: ["hash"])
  func anInterruptEndsItByTheSignal(verb: String) throws {
    let image = try MadeImage(Recipe.all[18])
    let result = try run(
      "timeout",
      ["--foreground", "--preserve-status", "-s", "INT", "0.5", qcow2.path, verb, image.path])
    #expect(result.status == 130)
    #expect(result.output == "")
    #expect(result.errors == "qcow2: interrupted: the answer may not be the whole one\n")
  }
}
