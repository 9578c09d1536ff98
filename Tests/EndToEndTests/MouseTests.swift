import Testing

extension EndToEnd {
  /// How a terminal tells of the mouse, which its description decides.
  enum MouseReports: CaseIterable {
    /// tmux-256color: three bytes, each 32 more than the number.
    case x10
    /// xterm-256color: decimal numbers.
    case sgr

    var term: String { self == .x10 ? "tmux-256color" : "xterm-256color" }

    /// A button and a place, counted from 1.
    func report(_ button: Int, column: Int, row: Int, isRelease: Bool = false) -> [UInt8] {
      switch self {
      case .x10:
        let button = isRelease ? 3 : button
        return Array("\u{1b}[M".utf8) + [button, column, row].map { UInt8(32 + $0) }
      case .sgr:
        return Array("\u{1b}[<\(button);\(column);\(row)\(isRelease ? "m" : "M")".utf8)
      }
    }
  }

  @Suite struct MouseTests {
    private static let wheelUp = 64
    private static let wheelDown = 65

    private static func onDisk(_ reports: MouseReports, _ words: String) async throws -> Tmux {
      let terminal = try Tmux(term: reports.term)
      try Disks.small(terminal.file("disk.qcow2"))
      try await terminal.browse("disk.qcow2 \(words)")
      return terminal
    }

    private static func click(
      _ terminal: Tmux, _ reports: MouseReports, column: Int, row: Int
    ) throws {
      try terminal.send(
        reports.report(0, column: column, row: row)
          + reports.report(0, column: column, row: row, isRelease: true))
    }

    @Test(arguments: MouseReports.allCases)
    func clickInHexMovesTheCursor(reports: MouseReports) async throws {
      let terminal = try await Self.onDisk(reports, "")
      // Byte 9 of the third row by its digits, then byte 0 of the fourth by its character.
      try Self.click(terminal, reports, column: 43, row: 17)
      try await terminal.wait(for: "\n29 > L1[0]")
      try Self.click(terminal, reports, column: 64, row: 18)
      try await terminal.wait(for: "\n30 > L1[0]")
    }

    @Test(arguments: MouseReports.allCases)
    func clickOnATabShowsTheView(reports: MouseReports) async throws {
      let terminal = try await Self.onDisk(reports, "")
      try Self.click(terminal, reports, column: 11, row: 2)
      try await terminal.wait(for: "[2 Map]")
      try Self.click(terminal, reports, column: 18, row: 2)
      try await terminal.wait(for: "[3 Hex]")
    }

    @Test(arguments: MouseReports.allCases)
    func clickOnAHintPressesItsKey(reports: MouseReports) async throws {
      let terminal = try await Self.onDisk(reports, "")
      try await terminal.wait(for: "\n? help  q quit  v select  go offset")
      try Self.click(terminal, reports, column: 3, row: 24)
      try await terminal.wait(for: "Help · q closes")
      try terminal.press("q")
      try await terminal.wait(for: "─ Header ─")
      try Self.click(terminal, reports, column: 28, row: 24)
      try await terminal.wait(for: "go to offset:")
    }

    @Test(arguments: MouseReports.allCases)
    func clickAndDoubleClickOnTheMap(reports: MouseReports) async throws {
      let terminal = try await Self.onDisk(reports, "--view map")
      try Self.click(terminal, reports, column: 11, row: 4)
      try await terminal.wait(for: "cell @0x200000 +1 MiB")
      try Self.click(terminal, reports, column: 10, row: 4)
      try Self.click(terminal, reports, column: 10, row: 4)
      try await terminal.wait(for: "[3 Hex]")
      try await terminal.wait(for: "\n100000 > L1[0]")
    }

    @Test(arguments: MouseReports.allCases)
    func wheelScrollsWhatIsUnderThePointer(reports: MouseReports) async throws {
      let terminal = try await Self.onDisk(reports, "")
      for _ in 0..<3 { try terminal.send(reports.report(Self.wheelDown, column: 40, row: 18)) }
      try await terminal.wait(without: "D000000000000 41")
      try terminal.send(reports.report(Self.wheelDown, column: 5, row: 5))
      try await terminal.wait(for: "3 more ▴")
      for _ in 0..<3 { try terminal.send(reports.report(Self.wheelUp, column: 40, row: 18)) }
      try await terminal.wait(for: "D000000000000 41")
    }

    @Test func noMouseLeavesItToTheTerminal() async throws {
      let terminal = try await Self.onDisk(.sgr, "--no-mouse")
      #expect(try terminal.modes() == "100")
    }
  }
}
