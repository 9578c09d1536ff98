import Foundation
import TestSupport
import Testing

extension EndToEnd {
  /// Every way out leaves the terminal as it was.
  @Suite struct LeavingTests {
    /// Runs the program between two looks at the terminal's settings.
    private static func begin(
      _ program: String = "./browse", rows: Int = 24
    ) async throws -> Tmux {
      let terminal = try Tmux(rows: rows)
      try Disks.small(terminal.file("disk.qcow2"))
      try terminal.enter(
        "stty -a >before; \(program) disk.qcow2; echo \"status $?\"; stty -a >after; echo do''ne")
      try await terminal.wait(for: "scan done")
      return terminal
    }

    private static func expectRestored(
      _ terminal: Tmux, status: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
      #expect(try await terminal.status() == status, sourceLocation: sourceLocation)
      try await terminal.wait(for: "done")
      #expect(try terminal.modes() == "010", sourceLocation: sourceLocation)
      let before = try contents(of: terminal.file("before"))
      #expect(try contents(of: terminal.file("after")) == before, sourceLocation: sourceLocation)
      let screen = try terminal.screen()
      #expect(!screen.contains("─ Header ─"), sourceLocation: sourceLocation)
      try terminal.enter("echo 'still typ''ing'")
      try await terminal.wait(for: "still typing")
    }

    @Test(arguments: ["q", "Q", "F10"]) func keys(key: String) async throws {
      let terminal = try await Self.begin()
      try terminal.press(key)
      try await Self.expectRestored(terminal, status: 0)
    }

    @Test func threeInterrupts() async throws {
      let terminal = try await Self.begin()
      try terminal.press("C-c")
      try await terminal.wait(for: "nothing is running, q quits")
      try terminal.press("C-c", "C-c")
      try await Self.expectRestored(terminal, status: 0)
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT])
    func politeSignals(number: Int32) async throws {
      let terminal = try await Self.begin()
      kill(try #require(try terminal.process()), number)
      try await Self.expectRestored(terminal, status: 128 + Int(number))
    }

    @Test func interruptSignalIsTheKey() async throws {
      let terminal = try await Self.begin()
      let process = try #require(try terminal.process())
      kill(process, SIGINT)
      try await terminal.wait(for: "nothing is running, q quits")
      kill(process, SIGINT)
      // Two that are pending at once are one.
      try await Task.sleep(for: .milliseconds(300))
      kill(process, SIGINT)
      try await Self.expectRestored(terminal, status: 0)
    }

    @Test(arguments: [SIGSEGV, SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGTRAP])
    func crashes(number: Int32) async throws {
      // So high that the whole trace stays in sight.
      let terminal = try await Self.begin(rows: 200)
      kill(try #require(try terminal.process()), number)
      try await Self.expectRestored(terminal, status: 128 + Int(number))
      let screen = try terminal.screen()
      #expect(screen.contains("Registers:"), "a trace on the normal screen")
    }

    @Test(arguments: ["kill-pane", "kill-server"])
    func closedTerminal(command: String) async throws {
      let terminal = try await Self.begin()
      try await Self.expectGone(terminal) { try terminal.run([command]) }
    }

    @Test func closedTerminalWithoutHangUp() async throws {
      let terminal = try await Self.begin("trap '' HUP; nohup ./browse")
      try await Self.expectGone(terminal) { try terminal.run(["kill-server"]) }
    }

    private static func expectGone(_ terminal: Tmux, after close: () throws -> Void) async throws {
      let process = try #require(try terminal.process())
      #expect(isAlive(process))
      try close()
      try await wait(for: "process \(process) to end", seconds: 2) { !isAlive(process) }
    }
  }
}
