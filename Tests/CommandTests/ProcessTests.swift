import TestSupport
import Testing

/// How the program ends, and what the shell gets of it.
@Suite struct ProcessTests {
  @Test(arguments: [
    [], ["nonsense"], ["info"], ["map", "a", "b"], ["extents", "a", "--output=xml"],
    ["read", "a", "--no-backing", "--trust-chain"],
    ["chain", "a", "--key-fd", "3", "--key-file", "x"],
  ])
  func wrongArgumentsAre64(arguments: [String]) throws {
    let result = try qcow2.run(arguments)
    #expect(result.status == (arguments.isEmpty ? 0 : 64))
    #expect(result.output.isEmpty == !arguments.isEmpty)
  }

  @Test(arguments: [
    ["info"], ["header"], ["map"], ["extents"], ["snapshots"], ["bitmaps"], ["chain"],
    ["read", "--hex"], ["hash"],
  ])
  func aFailureNamesItsFile(verb: [String]) throws {
    let result = try qcow2.run(verb + ["/nowhere/\u{1b}[31m.qcow2"])
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(
      result.errors == "qcow2: /nowhere/<1B>[31m.qcow2: open: No such file or directory\n")
  }

  @Test(arguments: [
    ("h:0x50000", "column"), ("17M", "past the end"), ("-1", "before the start"), ("1q", "unit"),
  ])
  func aWrongOffsetIsExplained(text: String, word: String) throws {
    let image = try MadeImage(Recipe.all[0])
    let result = try qcow2.run(["extents", image.path, "--at=\(text)"])
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("qcow2: --at \(text): "))
    #expect(result.errors.contains(text == "h:0x50000" ? "a guest offset is wanted" : word))
  }

  @Test func aReaderThatStopsEndsTheProgramQuietly() throws {
    let image = try MadeImage(Recipe.all[0])
    let result = try run(
      "bash",
      ["-c", "\"$0\" read \"$1\" | head -c 1; echo \"${PIPESTATUS[0]}\"", qcow2.path, image.path])
    #expect(result.output == "A141\n")
    #expect(result.errors == "")
  }

  @Test func anInterruptEndsItByTheSignal() throws {
    let image = try MadeImage(Recipe.all[18])
    let script = "\"$0\" read \"$1\" > /dev/null & sleep 0.5; kill -INT $!; wait $!; echo $?"
    let result = try run("bash", ["-mc", script, qcow2.path, image.path], seconds: 20)
    #expect(result.output == "130\n")
  }

  @Test func bytesDoNotGoToATerminal() throws {
    let image = try MadeImage(Recipe.all[0])
    let result = try run("script", ["-qec", "'\(qcow2.path)' read '\(image.path)'", "/dev/null"])
    #expect(result.status == 1)
    #expect(result.output.contains("--hex shows bytes on one"))
  }

  @Test func completionsAreGoodShell() throws {
    let directory = try TemporaryDirectory()
    for shell in ["bash", "zsh", "fish"] {
      let result = try qcow2.run(["--generate-completion-script", shell])
      #expect(result.succeeded)
      for verb in ["info", "bitmaps", "export", "schema"] { #expect(result.output.contains(verb)) }
      // Not everyone has all three.
      guard try run("which", [shell]).succeeded else { continue }
      let file = directory.file(shell)
      try write(Array(result.output.utf8), to: file)
      #expect(try run(shell, ["-n", file]).errors == "")
    }
  }
}
