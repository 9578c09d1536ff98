import Foundation
import TestSupport
import Testing

extension EndToEnd {
  @Suite struct SuspendTests {
    private static func begin() async throws -> (Tmux, screen: String) {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      try terminal.enter("stty -a >before; clear")
      let screen = try await terminal.browse("disk.qcow2 --at 1M")
      return (terminal, screen)
    }

    @Test func suspendAndComeBack() async throws {
      let (terminal, screen) = try await Self.begin()
      for _ in 0..<2 {
        try terminal.press("C-z")
        try await terminal.wait(for: "Stopped")
        #expect(try terminal.modes() == "010")
        try terminal.enter("stty -a >stopped; clear; echo stopp''ed")
        try await terminal.wait(for: "stopped")
        let before = try contents(of: terminal.file("before"))
        #expect(try contents(of: terminal.file("stopped")) == before)
        try terminal.enter("fg")
        try await terminal.wait(for: "the same screen as before:\n\(screen)\n") { $0 == screen }
        try await terminal.wait(forModes: "101")
      }
      try terminal.type("]c")
      try await terminal.wait(for: "20000000 > L1[1]")
    }

    @Test func signalFromOutsideSuspendsToo() async throws {
      let (terminal, screen) = try await Self.begin()
      kill(try #require(try terminal.process()), SIGTSTP)
      try await terminal.wait(for: "Stopped")
      #expect(try terminal.modes() == "010")
      try terminal.enter("fg")
      try await terminal.wait(for: "the same screen as before:\n\(screen)\n") { $0 == screen }
    }

    @Test func resizedWhileStopped() async throws {
      let (terminal, _) = try await Self.begin()
      try terminal.press("C-z")
      try await terminal.wait(for: "Stopped")
      try terminal.resize(columns: 120, rows: 40)
      try terminal.enter("fg")
      try await terminal.wait(for: "guest 0x100000 > L1[0] 0x")
    }

    @Test func stoppedHardTheScreenComesBack() async throws {
      let (terminal, screen) = try await Self.begin()
      let process = try #require(try terminal.process())
      kill(process, SIGSTOP)
      try await terminal.wait(for: "Stopped")
      try terminal.enter("clear; echo mess")
      try await terminal.wait(for: "mess")
      try terminal.enter("fg")
      try await terminal.wait(for: "the same screen as before:\n\(screen)\n") { $0 == screen }
      try await terminal.wait(forModes: "101")
      try terminal.press("q")
      try await terminal.wait(forModes: "010")
    }

    @Test func killedWhileStopped() async throws {
      let (terminal, _) = try await Self.begin()
      try terminal.press("C-z")
      try await terminal.wait(for: "Stopped")
      let process = try #require(try terminal.process())
      kill(process, SIGTERM)
      kill(process, SIGCONT)
      try await wait(for: "the end of \(process)") { !isAlive(process) }
      #expect(try terminal.modes() == "010")
    }
  }
}
