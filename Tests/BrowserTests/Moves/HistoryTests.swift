import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Going back, forward, to marks, and the prompt that asks where to.
@Suite struct HistoryTests {
  private let pilot: Pilot

  init() throws {
    pilot = try Pilot(Pattern(), width: 120, height: 40)
  }

  @Test func backAndForward() throws {
    for place in ["100", "200", "300"] { try pilot.go(to: place) }
    var seen: [UInt64] = []
    for keys in ["u", "Backspace", "Alt-Left", "u"] {
      try pilot.press(keys)
      seen.append(pilot.cursor)
    }
    #expect(seen == [200, 100, 0, 0])
    #expect(pilot.message == "no earlier place")
    try pilot.press("U Alt-Right")
    #expect(pilot.cursor == 200)
    // A jump from here makes another future.
    try pilot.go(to: "400")
    try pilot.press("U")
    #expect(pilot.cursor == 400)
    #expect(pilot.message == "no newer place")
    try pilot.press("u")
    #expect(pilot.cursor == 200)
  }

  @Test func stepsAreNotRemembered() throws {
    try pilot.press("j j l PgDn")
    #expect(pilot.cursor > 0)
    let place = pilot.cursor
    try pilot.press("u")
    #expect(pilot.cursor == place)
    try pilot.press("] d u")
    #expect(pilot.cursor == place)
  }

  @Test func thePreviousPlaceAndBack() throws {
    try pilot.go(to: "100")
    try pilot.go(to: "200")
    try pilot.press("' '")
    #expect(pilot.cursor == 100)
    try pilot.press("' '")
    #expect(pilot.cursor == 200)
  }

  @Test func marks() throws {
    try pilot.press("' a")
    #expect(pilot.message == "mark 'a is not set, ma sets it here")
    try pilot.go(to: "0x30010")
    try pilot.press("m a g g ' a")
    #expect(pilot.cursor == 0x30010)
    try pilot.go(to: "'a + 0x10")
    #expect(pilot.cursor == 0x30020)
    try pilot.press("m a g g ' a")
    #expect(pilot.cursor == 0x30020)
    #expect(pilot.model.marks.count == 1)
  }

  @Test func thePromptShowsWhereItLeads() throws {
    try pilot.press("g o")
    pilot.type("0x100000")
    #expect(pilot.model.prompt?.preview == "= 0x100000, cluster 16, zero")
    #expect(pilot.drawn().lines.last?.contains("= 0x100000, cluster 16") == true)
    pilot.type("q")
    #expect(pilot.model.prompt?.isFaulty == true)
    #expect(pilot.model.prompt?.preview.hasPrefix("column 9:") == true)
    try pilot.press("Enter")
    #expect(pilot.model.prompt != nil, "a faulty text keeps the prompt open")
    try pilot.press("Del Enter")
    #expect(pilot.model.prompt == nil)
    #expect(pilot.cursor == 0x100000)
  }

  @Test(
    arguments: [
      ("g s", "8", 4096), ("g c", "3", 0x30000), ("g 1", "0", 0), ("g 2", "4", 0x40000),
      ("g c", "0x10", 0x100000),
    ] as [(String, String, UInt64)])
  func promptsWithAUnit(keys: String, text: String, place: UInt64) throws {
    try pilot.go(to: "77")
    try pilot.press(keys)
    pilot.type(text)
    try pilot.press("Enter")
    #expect(pilot.cursor == place)
  }

  @Test func faultsOfPromptsWithAUnitCountFromTheTypedText() throws {
    try pilot.press("g 2")
    pilot.type("9999")
    #expect(pilot.model.prompt?.preview == "column 1: L2 has the entries 0 to 8191")
    try pilot.press("Esc g p")
    pilot.type("3")
    #expect(pilot.model.prompt?.preview == "column 1: there is no partition table")
  }

  @Test func aHostOffsetLeadsToItsOwner() throws {
    let host = try #require(pilot.model.image.mapping(at: GuestOffset(0x40000)).host)
    try pilot.press("g h")
    pilot.type("\(host.rawValue + 5)")
    try pilot.press("Enter")
    #expect(pilot.cursor == 0x40005)
    try pilot.press("g h")
    pilot.type("0")
    try pilot.press("Enter")
    #expect(pilot.cursor == 0x40005)
    #expect(pilot.message == "no guest offset maps host 0x0")
  }
}
