import Testing

extension EndToEnd {
  @Suite struct JumpTests {
    private static func onDisk(_ words: String = "") async throws -> Tmux {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      try await terminal.browse("disk.qcow2 \(words)")
      return terminal
    }

    @Test func promptShowsThePlaceBeforeGoingThere() async throws {
      let terminal = try await Self.onDisk()
      try terminal.type("go")
      try await terminal.wait(for: "go to offset:")
      try await terminal.wait(forModes: "111")
      try terminal.type("512M")
      try await terminal.wait(for: "= 0x20000000, cluster 8192")
      try await terminal.wait(for: "compressed")
      #expect(try terminal.screen().contains("0 > L1[0]"), "not gone yet")
      try terminal.press("Enter")
      try await terminal.wait(for: "20000000 > L1[1]")
      try await terminal.wait(for: "C000020000000 43 43 43")
      try await terminal.wait(forModes: "101")
    }

    @Test func faultyExpressionKeepsThePromptOpen() async throws {
      let terminal = try await Self.onDisk()
      try terminal.type("go1M +* 2")
      try await terminal.wait(for: "go to offset: 1M +* 2  column 5: ")
      try terminal.press("Enter")
      try terminal.press("DC", "DC", "DC")
      try await terminal.wait(for: "go to offset: 1M +  column")
      try terminal.type(" 2c")
      try await terminal.wait(for: "= 0x120000, cluster 18")
      try terminal.press("Enter")
      try await terminal.wait(for: "120000 > L1[0]")
    }

    @Test func escapeLeavesThePrompt() async throws {
      let terminal = try await Self.onDisk()
      try terminal.type("go77")
      try await terminal.wait(for: "= 0x4d")
      try terminal.press("Escape")
      try await terminal.wait(for: "? help")
      #expect(try terminal.screen().contains("\n0 > L1[0]"))
    }

    @Test func searchSaysWhatItFoundAndBackReturns() async throws {
      let terminal = try await Self.onDisk()
      try terminal.type("]d")
      try await terminal.wait(for: "100000 > L1[0]")
      let screen = try await terminal.wait(for: "skipped")
      #expect(screen.contains(/data at 0x100000.*960 KiB hole/))
      try terminal.type("]c")
      try await terminal.wait(for: "20000000 > L1[1]")
      try terminal.type("u")
      try await terminal.wait(for: "\n100000 > L1[0]")
      try terminal.type("u")
      try await terminal.wait(for: "\n0 > L1[0]")
      try terminal.type("u")
      try await terminal.wait(for: "no earlier place")
      try terminal.type("U")
      try await terminal.wait(for: "\n100000 > L1[0]")
    }

    @Test func searchThatFindsNothingSaysSo() async throws {
      let terminal = try await Self.onDisk()
      try terminal.type("]!")
      let screen = try await terminal.wait(for: "no more damage")
      #expect(screen.contains("\n0 > L1[0]"))
    }

    @Test func commandLineTakesVerbsAndOffsets() async throws {
      let terminal = try await Self.onDisk()
      try terminal.type(":map")
      try terminal.press("Enter")
      try await terminal.wait(for: "[2 Map]")
      try terminal.type(":$-1")
      try terminal.press("Enter")
      try await terminal.wait(for: "3fffffff > L1[1]")
      try terminal.type(":frog")
      try terminal.press("Enter")
      try await terminal.wait(for: "unknown command")
      try terminal.press("Escape")
      // Too close to an Esc a key would be taken for one with Alt.
      try await terminal.wait(without: ":frog")
      try terminal.type(":quit")
      try terminal.press("Enter")
      #expect(try await terminal.status() == 0)
    }

    @Test func marksAndHistoryKeys() async throws {
      let terminal = try await Self.onDisk("--at 1M")
      try terminal.type("mx")
      try await terminal.wait(for: "mark 'x is 0x100000")
      try terminal.type("gg")
      try await terminal.wait(for: "\n0 > L1[0]")
      try terminal.type("'x")
      try await terminal.wait(for: "\n100000 > L1[0]")
      try terminal.type("G")
      try await terminal.wait(for: "\n3fffffff > L1[1]")
    }
  }
}
