import TestSupport
import Testing

extension EndToEnd {
  @Suite struct StartTests {
    @Test func demoShowsFourPanes() async throws {
      let terminal = try Tmux()
      let screen = try await terminal.browse("--demo")
      #expect(screen.hasPrefix("demo.qcow2  qcow2 v3  1 GiB virtual"))
      for pane in ["─ Header ─", "─ Features ─", "─ Map · guest", "─ Hex · guest"] {
        #expect(screen.contains(pane))
      }
      #expect(try terminal.modes() == "101", "alternate screen, no cursor, mouse")
    }

    @Test func imageShowsWhatQEMUWrote() async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      let screen = try await terminal.browse("disk.qcow2")
      #expect(screen.hasPrefix("disk.qcow2  qcow2 v3  1 GiB virtual"))
      #expect(screen.contains("virtual size 1 GiB  1073741824"))
      #expect(screen.contains("I0 dirty bit                    off"))
      #expect(screen.contains("D000000000000 41 41 41 41"))
      #expect(screen.contains("data 0x0..0xffff 64 KiB, 1 cluster"))
      let map = screen.split(separator: "\n").filter { $0.contains(/^ +\S+ .*%$/) }
      #expect(map.count == 4, "a row for each 256 MiB")
      #expect(map.allSatisfy { !$0.hasSuffix(" 100%") })
    }

    @Test(arguments: [
      ("1M", "100000 > L1[0] > L2[16]"), ("512M", "COMPRESSED"), ("$-1", "3fffffff > L1[1]"),
      ("4M", "reads as zeros"), ("50% + 16c", "20100000 > L1[1]"), ("L1[0].L2[17]", "110000 >"),
      ("2048s", "100000 >"),
    ])
    func atExpression(expression: String, ribbon: String) async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      let screen = try await terminal.browse("disk.qcow2 --at '\(expression)'")
      #expect(screen.contains(ribbon))
    }

    @Test func atHostOffsetLooksForWhoMapsIt() async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      let ribbon = try await terminal.browse("disk.qcow2").firstMatch(of: /host (0x[0-9a-f]+)/)
      let host = try #require(ribbon?.output.1)
      try terminal.press("q")
      _ = try await terminal.status()
      try terminal.enter("clear")
      try await terminal.browse("disk.qcow2 --at h:\(host)+7")
      try await terminal.wait(for: "7 > L1[0] > L2[0]")
    }

    @Test func faultyExpressionEndsBeforeTheScreen() async throws {
      let result = try Program.run(["--demo", "--print", "main", "--at", "1k + frog"])
      #expect(result.status == 1)
      #expect(result.output == "")
      #expect(result.errors.hasPrefix("qcow2-tui: --at 1k + frog: column 6: "))
    }

    @Test(arguments: [("map", "[2 Map]"), ("2", "[2 Map]"), ("hex", "[3 Hex]"), ("1", "[1 Main]")])
    func viewOption(view: String, tab: String) async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      #expect(try await terminal.browse("disk.qcow2 --view \(view)").contains(tab))
    }

    @Test(arguments: ["main", "map", "hex"])
    func printNeedsNoTerminal(view: String) throws {
      let result = try Program.run(["--demo", "--print", view])
      #expect(result.status == 0)
      #expect(result.errors == "")
      let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == 25 && lines[24].isEmpty, "24 lines and nothing after the last")
      #expect(result.output.lowercased().contains(" \(view)]"))
      #expect(result.output.contains("scan done"))
      #expect(!result.output.unicodeScalars.contains("\u{1b}"))
    }

    @Test func printTakesASizeAndAPlace() throws {
      let result = try Program.run(
        ["--demo", "--print", "hex", "--size", "120x40", "--at", "p1", "--ascii"],
        environment: ["LC_ALL=C"])
      let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == 41)
      #expect(lines.allSatisfy { $0.count <= 120 })
      #expect(result.output.utf8.allSatisfy { $0 < 0x80 })
      #expect(result.output.contains("This disk was ma"))
    }
  }
}
