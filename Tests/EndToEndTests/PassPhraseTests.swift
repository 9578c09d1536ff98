import Foundation
import TestSupport
import Testing

extension EndToEnd {
  /// The pass phrase of an encrypted image: from a file, from a descriptor, or typed unseen.
  @Suite struct PassPhraseTests {
    private static let phrase = "correct-horse"

    /// An encrypted disk that is full of “K”.
    private func make(_ path: String) throws {
      let secret = ["--object", "secret,id=s,data=\(Self.phrase)"]
      let create =
        ["create", "-q", "-f", "qcow2"] + secret
        + ["-o", "encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10", path, "1M"]
      // QEMU measures how fast the processor is, and gives up where a virtual one answers unevenly.
      var isMade = false
      for _ in 1..<20 where !isMade {
        isMade = try TestSupport.run("qemu-img", create).succeeded
      }
      try #require(isMade)
      try fill(path)
    }

    private func fill(_ path: String) throws {
      let image = "driver=qcow2,encrypt.format=luks,encrypt.key-secret=s,file.filename=\(path)"
      try succeed(
        "qemu-io",
        ["--object", "secret,id=s,data=\(Self.phrase)", "--image-opts", image]
          + ["-c", "write -P 0x4b 0 1M"])
    }

    private static let opened = "D000000000000 4b 4b"

    @Test func aKeyFileCountsByteForByte() throws {
      let directory = try TemporaryDirectory()
      let (disk, key) = (directory.file("disk"), directory.file("key"))
      try make(disk)
      try write(Array(Self.phrase.utf8), to: key)
      let arguments = ["--print", "hex", "--key-file", key, disk]
      let right = try Program.run(arguments)
      #expect(right.status == 0 && right.output.contains(Self.opened), "\(right)")
      for phrase in [Self.phrase + "\n", "wrong", ""] {
        try write(Array(phrase.utf8), to: key)
        let wrong = try Program.run(arguments)
        #expect(wrong.status == 1 && wrong.output.isEmpty)
        #expect(wrong.errors.contains("the pass phrase opens none of the key slots"))
        #expect(!wrong.errors.contains(Self.phrase))
      }
      let missing = try Program.run(["--print", "hex", "--key-file", directory.file("none"), disk])
      #expect(missing.status == 1 && missing.errors.contains("No such file"))
      let none = try Program.run(["--print", "hex", disk])
      #expect(none.status == 0 && none.output.contains("?? ??"))
      #expect(!none.output.contains("4b 4b"))
    }

    @Test func aKeyDescriptorIsReadToItsEnd() throws {
      let directory = try TemporaryDirectory()
      let disk = directory.file("disk")
      try make(disk)
      func run(_ redirection: String) throws -> CommandResult {
        let line = "'\(Program.path)' --print hex --key-fd 7 '\(disk)' \(redirection)"
        return try TestSupport.run("bash", ["-c", line])
      }
      #expect(try run("7< <(printf %s \(Self.phrase))").output.contains(Self.opened))
      let wrong = try run("7< <(printf %s nonsense)")
      #expect(wrong.status == 1 && wrong.errors.contains("opens none of the key slots"))
      let closed = try run("7<&-")
      #expect(closed.status == 1 && closed.errors.contains("Bad file descriptor"))
      let both = try Program.run(["--key-fd", "7", "--key-file", "x", disk])
      #expect(both.status == 64)
    }

    @Test func aWrongPhraseSaysSoAndTheRightOneOpens() async throws {
      let terminal = try Tmux()
      try make(terminal.file("disk"))
      try terminal.enter("./browse disk --view hex; echo \"status $?\"")
      try await terminal.wait(for: "Pass phrase of disk")
      try terminal.type("wrong-mule")
      try terminal.press("Enter")
      try await terminal.wait(for: "status 1")
      var screen = try terminal.screen()
      #expect(screen.contains("the pass phrase opens none of the key slots"))
      #expect(!screen.contains("wrong-mule"))
      try terminal.enter("clear; ./browse disk --view hex; echo \"status $?\"")
      try await terminal.wait(for: "Pass phrase of disk")
      // Corrections count: what is taken back was never typed.
      try terminal.type(Self.phrase + "x")
      try terminal.press("BSpace")
      screen = try terminal.screen()
      #expect(!screen.contains("horse") && !screen.contains("*"))
      try terminal.press("Enter")
      screen = try await terminal.wait(for: Self.opened)
      #expect(!screen.contains("horse"))
      // Neither the arguments nor the environment, which others may read, have it.
      let process = try #require(try terminal.process())
      for file in ["cmdline", "environ"] {
        let text = String(decoding: try contents(of: "/proc/\(process)/\(file)"), as: UTF8.self)
        #expect(!text.isEmpty && !text.contains("horse"))
      }
      try terminal.press("q")
      try await terminal.wait(for: "status 0")
      #expect(try !terminal.screen().contains("horse"))
    }

    @Test func withoutAPhraseTheStructuresAreShown() async throws {
      let terminal = try Tmux()
      try make(terminal.file("disk"))
      try terminal.enter("./browse disk; echo \"status $?\"")
      try await terminal.wait(for: "Pass phrase of disk")
      try terminal.press("Enter")
      let screen = try await terminal.wait(for: "scan done")
      #expect(screen.contains("encrypted (LUKS)") && screen.contains("?? ??"))
      try terminal.press("q")
      try await terminal.wait(for: "status 0")
      // The terminal echoes again.
      try terminal.enter("echo it is $((6 * 7))")
      try await terminal.wait(for: "echo it is $((6 * 7))")
    }
  }
}
