import Foundation
import TestSupport
import Testing

extension EndToEnd {
  @Suite struct PathTests {
    @Test func spacesAndLettersOfAnyLanguage() async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("größe 大.qcow2"))
      #expect(try await terminal.browse("'größe 大.qcow2'").hasPrefix("größe 大.qcow2  qcow2 v3"))
    }

    @Test func relativePathAndSymbolicLink() async throws {
      let terminal = try Tmux()
      try succeed("mkdir", [terminal.file("folder")])
      try Disks.small(terminal.file("folder/disk.qcow2"))
      try FileManager.default.createSymbolicLink(
        atPath: terminal.file("link"), withDestinationPath: "folder/disk.qcow2")
      try await terminal.browse("./folder/../folder/disk.qcow2")
      try terminal.press("q")
      #expect(try await terminal.status() == 0)
      try terminal.enter("clear")
      try await terminal.wait(without: "status")
      #expect(try await terminal.browse("link").hasPrefix("link  qcow2 v3"))
    }

    @Test func nameWithEscapeSequenceIsHarmless() async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("a\u{1b}[31mb.qcow2"))
      #expect(try await terminal.browse("a*b.qcow2").hasPrefix("a<1B>[31mb.qcow2  qcow2 v3"))
    }

    @Test func nameThatBeginsWithADash() async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("-disk"))
      #expect(try await terminal.browse("-- -disk").hasPrefix("-disk  qcow2 v3"))
    }
  }
}
