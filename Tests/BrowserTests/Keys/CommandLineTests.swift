import Browser
import Surface
import TestSupport
import Testing

/// What `:`, ^C, q and Esc do.
@Suite struct CommandLineTests {
  private let pilot: Pilot

  init() throws { pilot = Pilot(try Demo.image(), width: 100, height: 30) }

  private func command(_ text: String) throws -> Bool {
    try pilot.press(":")
    pilot.type(text)
    return try pilot.press("Enter")
  }

  @Test(arguments: ["4096", "0x1000", "goto 4096", "got 4096", "  4096  ", "lba:8", "(4096)"])
  func anOffsetGoesThere(text: String) throws {
    #expect(try command(text))
    #expect(pilot.cursor == 4096)
    #expect(pilot.model.prompt == nil)
  }

  @Test func verbsAndTheirBeginnings() throws {
    #expect(try command("map"))
    #expect(pilot.model.screen == .map)
    #expect(try command("hex"))
    #expect(pilot.model.screen == .hex)
    #expect(try command("mai"))
    #expect(pilot.model.screen == .main)
    #expect(try command("he"))
    #expect(pilot.model.prompt?.isFaulty == true, "help and hex both begin like this")
    try pilot.press("Esc")
    #expect(try command("help"))
    #expect(pilot.model.overlay?.kind == .help)
    try pilot.press("q")
    #expect(try !command("quit"))
  }

  @Test func nonsenseKeepsThePromptOpen() throws {
    #expect(try command("frobnicate"))
    #expect(pilot.model.prompt?.string == "frobnicate")
    #expect(pilot.model.prompt?.preview.contains("unknown command") == true)
    try pilot.press("^C")
    #expect(pilot.model.prompt == nil)
  }

  @Test func linesAreRemembered() throws {
    _ = try command("100")
    _ = try command("200")
    _ = try command("100")
    try pilot.press(": Up")
    #expect(pilot.model.prompt?.string == "100")
    try pilot.press("Up")
    #expect(pilot.model.prompt?.string == "200")
    try pilot.press("Up Down")
    #expect(pilot.model.prompt?.string == "100")
  }

  @Test func readlineKeysEdit() throws {
    try pilot.press(":")
    pilot.type("one two three")
    try pilot.press("^W ^A Del End Backspace")
    #expect(pilot.model.prompt?.string == "ne two")
    try pilot.press("Alt-b ^K Left ^U")
    #expect(pilot.model.prompt?.string == " ")
    pilot.type(String(repeating: "9", count: 1000))
    #expect(pilot.model.prompt?.string.count == 256)
  }

  @Test func interruptsLeaveAfterThree() throws {
    #expect(try pilot.press("^C ^C"))
    #expect(pilot.message == "nothing is running, q quits")
    #expect(try pilot.press("j"), "another key starts the count anew")
    #expect(try pilot.press("^C ^C"))
    #expect(try !pilot.press("^C"))
  }

  @Test func closeGoesOneLevelBack() throws {
    try pilot.press("z ?")
    #expect(try pilot.press("q"))
    #expect(pilot.model.overlay == nil)
    #expect(pilot.model.isZoomed)
    #expect(try pilot.press("q"))
    #expect(!pilot.model.isZoomed)
    #expect(try pilot.press("Esc Esc g Esc"))
    #expect(try !pilot.press("q"))
    #expect(try !pilot.press("? Q"))
  }
}
