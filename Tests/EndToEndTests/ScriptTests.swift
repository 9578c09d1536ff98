import TestSupport
import Testing

extension EndToEnd {
  /// Scripts and the file of settings with the real program.
  @Suite struct ScriptTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func play(_ script: String, _ options: [String] = []) throws -> CommandResult {
      let path = directory.file("keys")
      try write(Array(script.utf8), to: path)
      return try Program.run(
        ["--demo", "--script", path] + options,
        environment: ["LC_ALL=C.UTF-8", "XDG_CONFIG_HOME=\(directory.path)/none"])
    }

    @Test func aScriptNeedsNoTerminal() throws {
      let screen = directory.file("screen.txt")
      let result = try play(
        "<idle> g o \"p2\" Enter <idle>\n2 <idle>\n:save-screen \(screen)\nq", ["--size", "100x30"])
      #expect(result.errors == "")
      #expect(result.status == 0)
      let lines = String(decoding: try contents(of: screen), as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == 31)
      #expect(lines[1].contains("[2 Map]"))
      #expect(lines[0].contains("scan done"))
      #expect(lines.contains { $0.hasPrefix("10000000 > L1[0]") })
    }

    @Test func faultsAreToldWithTheirLine() throws {
      let result = try play("j\n:goto 1 2")
      #expect(result.status == 1)
      let path = directory.file("keys")
      #expect(result.errors.hasPrefix("qcow2-tui: \(path):2: column "), "\(result.errors)")
      let missing = try Program.run(["--demo", "--script", directory.file("none")])
      #expect(missing.status == 1)
    }

    @Test func theFileOfSettingsCounts() async throws {
      let terminal = try Tmux()
      try succeed("mkdir", [terminal.file("qcow2-tui")])
      try write(Array("set ascii on\nset pink on\n".utf8), to: terminal.file("qcow2-tui/config"))
      try terminal.enter("XDG_CONFIG_HOME=$PWD ./browse --demo; echo \"status $?\"")
      try await terminal.wait(for: "- Header -")
      try terminal.type(":mess")
      try terminal.press("Enter")
      try await terminal.wait(for: "config:2: no setting is called pink")
      try terminal.press("q")
      try terminal.type(":set ascii off")
      try terminal.press("Enter")
      try await terminal.wait(for: "─ Header ─")
      try terminal.press("q")
      #expect(try await terminal.status() == 0)
    }
  }
}
