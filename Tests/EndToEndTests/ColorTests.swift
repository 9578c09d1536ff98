import TestSupport
import Testing

extension EndToEnd {
  @Suite struct ColorTests {
    // Colour comes as 30 to 37, 90 to 97 or 38;5;n, and the same plus ten for backgrounds.
    private static func hasColour(_ screen: String) -> Bool {
      screen.contains(/\u{1b}\[([0-9]+;)*(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]/)
    }

    @Test func coloursAreThere() async throws {
      let terminal = try Tmux()
      try await terminal.browse("--demo")
      #expect(Self.hasColour(try terminal.colouredScreen()))
    }

    @Test(arguments: [("NO_COLOR=1", ""), ("NO_COLOR=", "--no-color")])
    func noColours(variable: String, option: String) async throws {
      let terminal = try Tmux(environment: [variable])
      try Disks.small(terminal.file("disk.qcow2"))
      try await terminal.browse("disk.qcow2 \(option)")
      let screen = try terminal.colouredScreen()
      #expect(!Self.hasColour(screen))
      #expect(screen.contains("\u{1b}[7m"), "the cursor is still seen")
    }

    @Test(arguments: ["vt100", "linux", "xterm", "screen-256color"])
    func otherTerminals(term: String) async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      try terminal.enter("TERM=\(term) ./browse disk.qcow2; echo \"status $?\"")
      try await terminal.wait(for: "scan done")
      try terminal.press("3")
      try await terminal.wait(for: "[3 Hex]")
      try terminal.press("q")
      #expect(try await terminal.status() == 0)
      #expect(try !terminal.screen().contains("[3 Hex]") || term == "vt100" || term == "linux")
    }

    @Test(arguments: [("LC_ALL=C", ""), ("LC_ALL=C.UTF-8", "--ascii"), ("LC_ALL=POSIX", "")])
    func onlyASCII(locale: String, option: String) async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      try terminal.enter("clear; \(locale) ./browse disk.qcow2 \(option)")
      for (key, sign) in [("1", "[1 Main]"), ("2", "[2 Map]"), ("3", "[3 Hex]"), ("?", "Help")] {
        try await terminal.wait(for: "scan done")
        try terminal.press(key)
        let screen = try await terminal.wait(for: sign)
        #expect(screen.utf8.allSatisfy { $0 < 0x80 }, "\(screen)")
      }
    }
  }
}
