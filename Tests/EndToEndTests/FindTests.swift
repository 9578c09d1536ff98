import Testing

extension EndToEnd {
  /// Finding and copying in a real terminal.
  @Suite struct FindTests {
    @Test func hitsAreFoundAndListed() async throws {
      let terminal = try Tmux()
      try Disks.small(terminal.file("disk.qcow2"))
      try await terminal.browse("disk.qcow2 --view hex")
      try terminal.type("/x:43 4")
      try await terminal.wait(for: "find: x:43 4  a byte is two digits")
      try terminal.type("3")
      try await terminal.wait(for: "bytes, 2 bytes: 43 43")
      try terminal.press("Enter")
      try await terminal.wait(for: "found at 0x20000000, read ")
      try await terminal.wait(for: "selected guest 0x20000000..0x20000001: 2 bytes")
      try terminal.type("&")
      try await terminal.wait(for: "the first 10,000, there are more")
      try terminal.type("G")
      try terminal.press("Enter")
      try await terminal.wait(for: "20004e1e > L1[1]")
    }

    /// tmux keeps what a program sends to the clipboard, if it is told to.
    @Test func theTerminalGetsWhatIsCopied() async throws {
      let terminal = try Tmux()
      try terminal.run(["set", "-g", "set-clipboard", "on"])
      try Disks.small(terminal.file("disk.qcow2"))
      try await terminal.browse("disk.qcow2 --view hex --at 512M")
      try terminal.type("yo")
      try await terminal.wait(for: "the offset: sent to the terminal, yy shows it")
      try await terminal.wait(forBuffer: "0x20000000")
      try terminal.type("ya")
      try await terminal.wait(for: "16 bytes as text: sent to the terminal")
      try await terminal.wait(forBuffer: "CCCCCCCCCCCCCCCC")
      // As much as a clipboard takes, through the terminal at once.
      try terminal.type("vgo+56243")
      try terminal.press("Enter")
      try terminal.type("ya")
      try await terminal.wait(for: "56,244 bytes as text")
      try await terminal.wait(forBuffer: String(repeating: "C", count: 56_244))
      try terminal.type("Q")
      try await terminal.wait(forModes: "010")
    }
  }
}

extension Tmux {
  fileprivate func wait(forBuffer text: String) async throws {
    let deadline = ContinuousClock.now + .seconds(Self.patience)
    while (try? run(["show-buffer"])) != text {
      guard ContinuousClock.now < deadline else {
        Issue.record("the clipboard never was \(text.prefix(40))")
        return
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}
