import Foundation
import TestSupport
import Testing

extension EndToEnd {
  @Suite struct LiveTests {
    @Test func writerIsSeenToComeAndGo() async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      let writer = try Self.user(of: terminal.file("disk.qcow2"))
      let screen = try await terminal.browse("disk.qcow2")
      #expect(screen.contains("LIVE: being written"))
      try terminal.press("j")
      try await terminal.wait(for: "\n10 > L1[0]")
      #expect(try terminal.screen().contains("LIVE: being written"))
      try writer.end()
      // No key tells it to look.
      try await terminal.wait(without: "LIVE")
    }

    @Test func whatIsWrittenIsFollowedAndReloaded() async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      let writer = try Self.user(of: terminal.file("disk.qcow2"))
      #expect(try await terminal.browse("disk.qcow2 --view hex").contains("D000000000000 41 41"))
      try writer.tell("write -P 0x51 0 64k")
      try writer.tell("write -P 0x52 64k 64k")
      try writer.tell("truncate 3G")
      try writer.tell("flush")
      try await terminal.wait(for: "D000000000000 51 51")
      #expect(try terminal.screen().contains("1 GiB virtual"))
      try terminal.press("R")
      try await terminal.wait(for: "3 GiB virtual")
      try writer.end()
      try await terminal.wait(without: "LIVE")
    }

    @Test func readerIsNoWriter() async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      let reader = try Self.user(of: terminal.file("disk.qcow2"), "-r")
      #expect(try await !terminal.browse("disk.qcow2").contains("LIVE"))
      try reader.end()
    }

    @Test func imageMayBeDeletedWhileItIsOpen() async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      try await terminal.browse("disk.qcow2")
      try FileManager.default.removeItem(atPath: terminal.file("disk.qcow2"))
      try terminal.type("]c")
      try await terminal.wait(for: "C000020000000 43 43 43")
    }

    @Test(arguments: [0, 200_000]) func imageMayShrinkWhileItIsOpen(size: UInt64) async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      try await terminal.browse("disk.qcow2")
      try truncate(terminal.file("disk.qcow2"), to: size)
      try terminal.type("]!")
      try await terminal.wait(without: "? help")
      try terminal.press("G", "1", "2", "3")
      try await terminal.wait(for: "[3 Hex]")
      try terminal.press("q")
      #expect(try await terminal.status() == 0)
    }

    /// qemu-io with an image open; without a buffer, or its prompt would stay in it.
    private static func user(of path: String, _ options: String...) throws -> Session {
      let session = try Session("stdbuf", ["-o0", "qemu-io", "-f", "qcow2"] + options + [path])
      try session.waitForPrompt()
      return session
    }
  }
}
