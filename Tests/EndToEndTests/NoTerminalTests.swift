import TestSupport
import Testing

extension EndToEnd {
  /// Terminals that cannot be used, and none at all: one sentence, and nothing else.
  @Suite struct NoTerminalTests {
    @Test func pipesDoNotMatter() async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      try terminal.enter(
        "echo x | ./browse disk.qcow2 | cat >out; echo \"status ${PIPESTATUS[1]}\"")
      try await terminal.wait(for: "scan done")
      try terminal.press("j")
      try await terminal.wait(for: "\n10 > L1[0]")
      try terminal.press("q")
      #expect(try await terminal.status() == 0)
      #expect(try contents(of: terminal.file("out")).isEmpty)
    }

    @Test(arguments: [
      ("TERM=dumb", "TERM='dumb' cannot address the cursor; try TERM=xterm-256color"),
      ("TERM=", "TERM is not set; try TERM=xterm-256color"),
      ("-u TERM", "TERM is not set; try TERM=xterm-256color"),
      ("TERM=no-such", "TERM='no-such' is not a known terminal; try TERM=xterm-256color"),
      ("TERM=$'a\\e[7mb'", "TERM='a?[7mb' is not a known terminal; try TERM=xterm-256color"),
    ])
    func unusableTerminal(variable: String, sentence: String) async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      try terminal.enter(
        "env \(variable) script -qec './browse disk.qcow2 2>errors' typed >shown; echo \"status $?\""
      )
      #expect(try await terminal.status() == 1)
      #expect(try Self.text(terminal, "errors") == "qcow2-tui: \(sentence)\n")
      #expect(try Self.text(terminal, "shown") == "")
    }

    @Test func noTerminalAtAll() throws {
      let result = try Program.run(["--demo"])
      #expect(result.status == 1)
      #expect(result.output == "")
      #expect(result.errors.hasPrefix("qcow2-tui: no terminal: cannot open /dev/tty: "))
      #expect(result.errors.filter { $0 == "\n" }.count == 1)
      #expect(!result.errors.unicodeScalars.contains("\u{1b}"))
    }

    private static func text(_ terminal: Tmux, _ name: String) throws -> String {
      String(decoding: try contents(of: terminal.file(name)), as: UTF8.self)
    }
  }
}
