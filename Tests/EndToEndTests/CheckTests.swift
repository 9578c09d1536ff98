import TestSupport
import Testing

extension EndToEnd {
  /// The views of the check, the space and the file's layout, on images that are spoilt.
  @Suite struct CheckTests {
    /// A disk with a lost cluster at 2 MiB and a cluster at its file's end that is counted only.
    private static func spoilt() throws -> Tmux {
      let terminal = try Tmux(columns: 100, rows: 30)
      let path = terminal.file("disk.qcow2")
      try QEMU.create(path, size: "64M")
      try QEMU.io(path, ["write -P 0x41 0 4M", "write -P 0x42 60M 1M"])
      var image = try ImageBytes(contentsOf: path)
      image.store(1 << 63 | 0x7f00_0000, at: image.l2Entry(0, 32), width: 8)
      try write(image.bytes, to: path)
      return terminal
    }

    @Test func aFindingLeadsToItsBytes() async throws {
      let terminal = try Self.spoilt()
      try await terminal.browse("disk.qcow2")
      try await terminal.wait(for: " 8 Check ")
      try terminal.press("8")
      try await terminal.wait(for: "Check · done")
      try await terminal.wait(for: "[8 Check!]")
      try await terminal.wait(for: "data past the end of the file")
      // QEMU finds the lost cluster, its count, and the one that nothing refers to any more.
      let text = try succeed("sh", ["-c", "qemu-img check '\(terminal.file("disk.qcow2"))' || :"])
      let errors = try #require(text.firstMatch(of: /(\d+) errors were found/)).output.1
      let leaks = try #require(text.firstMatch(of: /(\d+) leaked clusters were found/)).output.1
      try await terminal.wait(for: "\(errors) corruptions, \(leaks) leaked cluster")
      try terminal.press("Enter")
      try await terminal.wait(for: "!000000200000 ??")
      try terminal.press("2")
      try await terminal.wait(for: "in findings 1")
    }

    @Test func theFileIsAMapToo() async throws {
      let terminal = try Self.spoilt()
      try await terminal.browse("disk.qcow2 --view map --at 60M")
      try terminal.press("s")
      try await terminal.wait(for: "Map · file · owner")
      try await terminal.wait(for: "0 HRR12DDDD")
      try await terminal.wait(for: "guest data of the active disk at guest 0x3c00000")
      try terminal.press("l")
      try await terminal.wait(for: "guest 0x3c10000")
      try terminal.press("Enter")
      try await terminal.wait(for: "D000003c10000 42 42")
    }

    @Test func aRowOfTheLedgerLeadsToTheFile() async throws {
      let terminal = try Self.spoilt()
      try await terminal.browse("disk.qcow2 --view space")
      try await terminal.wait(for: "Space · ")
      try await terminal.wait(for: " guest data ")
      try await terminal.wait(for: "qemu-img check -r leaks disk.qcow2")
      try await terminal.wait(for: " pieces ")
      try terminal.press("End", "Enter")
      try await terminal.wait(for: "Map · file · owner")
      try await terminal.wait(for: "leaked 1, leaked, nothing refers to it")
    }

    @Test func theListsArePrintedWhenTheyAreComplete() throws {
      let terminal = try Self.spoilt()
      let path = terminal.file("disk.qcow2")
      let check = try Program.run(["--print", "check", path])
      #expect(check.output.contains("Check · done"))
      #expect(check.output.contains("data past the end of the file"))
      let space = try Program.run(["--print", "space", "--ascii", path])
      #expect(space.output.contains(" guest data "))
      #expect(space.output.utf8.count == space.output.count)
    }
  }
}
