import Testing

extension EndToEnd {
  @Suite struct PaneTests {
    private static func onDisk(_ words: String = "") async throws -> Tmux {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      try await terminal.browse("disk.qcow2 \(words)")
      return terminal
    }

    @Test func digitsChooseTheView() async throws {
      let terminal = try await Self.onDisk()
      for (key, tab) in [("2", "[2 Map]"), ("3", "[3 Hex]"), ("1", "[1 Main]")] {
        try terminal.press(key)
        let screen = try await terminal.wait(for: tab)
        #expect(screen.contains("─ Header ─") == (key == "1"))
      }
    }

    @Test func mapZooms() async throws {
      let terminal = try await Self.onDisk("--view map")
      try await terminal.wait(for: "1 MiB a cell")
      try terminal.press("+")
      try await terminal.wait(for: "512 KiB a cell = 8 clusters")
      try terminal.press("+", "+", "+")
      try await terminal.wait(for: "64 KiB a cell = 1 cluster ")
      try await terminal.wait(for: "D...............DDDDDDDDDDDDDDDD....")
      try terminal.press("+")
      try await terminal.wait(for: "no finer")
      try terminal.press("-")
      try await terminal.wait(for: "128 KiB a cell = 2 clusters")
      try terminal.press("=")
      try await terminal.wait(for: "1 MiB a cell")
      try terminal.press("-")
      try await terminal.wait(for: "the whole disk is on the map")
    }

    @Test func enterOnTheMapShowsTheBytes() async throws {
      let terminal = try await Self.onDisk("--view map")
      try terminal.press("l", "Enter")
      try await terminal.wait(for: "[3 Hex]")
      try await terminal.wait(for: "D000000100000 42 42")
    }

    @Test func tabMovesTheFocus() async throws {
      let terminal = try await Self.onDisk()
      // The keys of the focused pane tell which it is.
      try terminal.press("Tab", "j")
      try await terminal.wait(for: "1 more ▴")
      try terminal.press("Tab", "j")
      try await terminal.wait(for: "both lists scrolled") { $0.matches(of: /1 more ▴/).count == 2 }
      try terminal.press("Tab")
      try await terminal.wait(for: "cell @0x0 +4 MiB")
      try terminal.press("Tab", "j")
      try await terminal.wait(for: "\n10 > L1[0]")
      try terminal.press("BTab")
      try await terminal.wait(for: "cell @0x0 +4 MiB")
    }

    @Test func zoomGivesThePaneAllTheRoom() async throws {
      let terminal = try await Self.onDisk()
      try terminal.press("z")
      let zoomed = try await terminal.wait(for: "z: back")
      #expect(!zoomed.contains("─ Header ─"))
      #expect(zoomed.matches(of: /\nD0000/).count == 18)
      try terminal.press("q")
      try await terminal.wait(for: "─ Header ─")
    }

    @Test func helpOpensScrollsAndCloses() async throws {
      let terminal = try await Self.onDisk()
      try terminal.press("?")
      try await terminal.wait(for: "Help · q closes")
      try terminal.press("G")
      try await terminal.wait(for: "hole, damaged, not read yet")
      try terminal.press("q")
      try await terminal.wait(for: "─ Header ─")
      try terminal.press("F1")
      try await terminal.wait(for: "Help · q closes")
      try terminal.press("Q")
      #expect(try await terminal.status() == 0)
    }

    @Test func unknownKeyIsNamed() async throws {
      let terminal = try await Self.onDisk()
      try terminal.press("]", "q")
      try await terminal.wait(for: "] q does nothing here, ? lists the keys")
    }
  }
}
