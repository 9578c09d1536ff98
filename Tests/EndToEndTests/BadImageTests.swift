import Foundation
import TestSupport
import Testing

extension EndToEnd {
  /// What cannot be browsed is said on one line, before the screen starts.
  @Suite struct BadImageTests {
    /// Expects the program to refuse a file with the given words after its name.
    private static func expectRefusal(
      _ path: String, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let result = try Program.run([path])
      #expect(result.status == 1, sourceLocation: sourceLocation)
      #expect(result.output == "", sourceLocation: sourceLocation)
      #expect(result.errors.hasPrefix("qcow2-tui: \(path): "), sourceLocation: sourceLocation)
      for word in words { #expect(result.errors.contains(word), sourceLocation: sourceLocation) }
      #expect(result.errors.filter { $0 == "\n" }.count == 1, sourceLocation: sourceLocation)
    }

    /// Expects the refusal of an image some of whose bytes are spoilt.
    private static func expectRefusal(
      of words: String..., sourceLocation: SourceLocation = #_sourceLocation,
      spoil: (inout ImageBytes) -> Void
    ) throws {
      let directory = try TemporaryDirectory()
      let path = directory.file("bad.qcow2")
      try QEMU.create(path, size: "64M")
      var image = try ImageBytes(contentsOf: path)
      spoil(&image)
      try write(image.bytes, to: path)
      let result = try Program.run([path])
      #expect(result.status == 1, sourceLocation: sourceLocation)
      #expect(result.errors.hasPrefix("qcow2-tui: \(path): "), sourceLocation: sourceLocation)
      for word in words { #expect(result.errors.contains(word), sourceLocation: sourceLocation) }
      #expect(result.errors.filter { $0 == "\n" }.count == 1, sourceLocation: sourceLocation)
    }

    @Test func missingFile() throws {
      try Self.expectRefusal("/nowhere/at all.qcow2", "No such file")
    }

    @Test func directory() throws {
      let directory = try TemporaryDirectory()
      try Self.expectRefusal(directory.path, "directory")
    }

    @Test func emptyFile() throws {
      let directory = try TemporaryDirectory()
      try write([], to: directory.file("empty"))
      try Self.expectRefusal(directory.file("empty"), "empty")
    }

    @Test func textFile() throws {
      let directory = try TemporaryDirectory()
      try write(Array("Dear diary,\n".utf8), to: directory.file("text"))
      try Self.expectRefusal(directory.file("text"), "begins with 44656172, expected 514649fb")
    }

    @Test func pipeWithoutAWriter() throws {
      let directory = try TemporaryDirectory()
      try succeed("mkfifo", [directory.file("fifo")])
      try Self.expectRefusal(directory.file("fifo"), "is a pipe, expected a regular file")
    }

    @Test(.enabled(if: getuid() != 0, "root may read everything")) func unreadable() throws {
      let directory = try TemporaryDirectory()
      try write([1], to: directory.file("secret"))
      try succeed("chmod", ["0", directory.file("secret")])
      try Self.expectRefusal(directory.file("secret"), "Permission denied")
    }

    @Test func truncatedHeader() throws {
      try Self.expectRefusal(of: "header") { $0.bytes.removeLast($0.bytes.count - 60) }
    }

    @Test func hostileClusterBits() throws {
      try Self.expectRefusal(of: "cluster_bits", "22", "9", "21", "qcow2 header ") {
        $0.store(22, at: 20, width: 4)
      }
    }

    @Test func hostileL1SizeLeavesStructures() throws {
      let directory = try TemporaryDirectory()
      let path = directory.file("bad.qcow2")
      try QEMU.create(path, size: "64M")
      var image = try ImageBytes(contentsOf: path)
      image.store(0xffff_ffff, at: 36, width: 4)
      try write(image.bytes, to: path)
      let result = try Program.run([path, "--print", "main"])
      #expect(result.status == 0)
      #expect(result.output.contains("structures only"))
    }

    @Test func nameWithEscapeSequence() throws {
      let result = try Program.run(["/nowhere/\u{1b}]0;x\u{7}\n.qcow2"])
      #expect(result.status == 1)
      #expect(result.errors.hasPrefix("qcow2-tui: /nowhere/<1B>]0;x<07><0A>.qcow2: "))
      #expect(result.errors.unicodeScalars.filter { $0.value < 0x20 } == ["\n"])
    }

    @Test(arguments: [["a", "b"], [], ["--demo", "a"]])
    func wrongArguments(words: [String]) throws {
      let result = try Program.run(words)
      #expect(result.status == 64)
      #expect(result.errors.contains("Usage: qcow2-tui"))
      #expect(result.output == "")
    }
  }
}
