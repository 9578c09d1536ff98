import Browser
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// Texts that are longer than a line keep the number that matters.
@Suite struct RoomForTextTests {
  /// The lowest lines of the screen as one text.
  private func bottom(_ pilot: Pilot, _ count: Int = 3) -> String {
    let lines = pilot.drawn().lines.suffix(count).map {
      String($0.reversed().drop { $0 == " " }.reversed())
    }
    return lines.joined(separator: " ")
  }

  private func pilot(width: Int, height: Int) throws -> Pilot {
    let needles = try Needles()
    let pilot = try needles.pilot(width: width, height: height)
    try pilot.go(to: "0x10000")
    return pilot
  }

  @Test func theHashIsToldWithItsBytes() throws {
    let pilot = try pilot(width: 80, height: 24)
    try pilot.press("#")
    #expect(pilot.message.count > 80)
    #expect(bottom(pilot, 2) == "i " + pilot.message)
    try pilot.press("j")
    #expect(pilot.drawn().lines[22].contains("data 0x"), "the line about the cursor is back")
  }

  @Test func narrowScreensHaveThreeLines() throws {
    let pilot = try pilot(width: 40, height: 12)
    try pilot.find("nowhere to be found")
    #expect(pilot.message.count > 60)
    #expect(bottom(pilot) == "! " + pilot.message)
    // Where there are too few lines it is cut off, and says so.
    pilot.resize(20, 5)
    try pilot.find("nowhere to be found at all")
    #expect(pilot.drawn().lines[4].hasSuffix("…"))
  }

  @Test func whatIsWrongWithATypedTextIsAboveIt() throws {
    let pilot = try pilot(width: 40, height: 12)
    try pilot.press("g o")
    pilot.type("99999999999999")
    #expect(pilot.drawn().lines[11].hasPrefix("go to offset: 99999999999999"))
    #expect(bottom(pilot).contains("past the end of the disk at 0x4000000"))
    #expect(try pilot.press("Esc g o"))
    let lines = pilot.drawn().lines
    #expect((lines[9] + lines[10]).contains("h:0x50000"), "all that may be typed is there")
  }

  @Test func allValuesOfSettingsAreThere() throws {
    let pilot = try pilot(width: 80, height: 24)
    try pilot.press(":")
    pilot.type("set")
    try pilot.press("Enter")
    let lines = pilot.drawn().lines
    for setting in Setting.all {
      let line = try #require(lines.first { $0.hasPrefix(" \(setting.name) ") })
      #expect(line.contains(setting.values.joined(separator: " ")), "\(line)")
      #expect(!line.contains("…"), "\(line)")
    }
  }

  @Test(arguments: [(20, 5), (40, 12), (80, 24)])
  func theTitleHasTheName(size: (Int, Int)) throws {
    let pilot = try pilot(width: size.0, height: size.1)
    #expect(pilot.drawn().lines[0].hasPrefix("disk.qcow2 "))
    #expect(pilot.drawn().lines[0].contains("RO"))
  }

  @Test func whatIsWrongGoesLastFromTheTitle() throws {
    let pilot = Pilot(try Demo.spoilt(), width: 40, height: 12)
    #expect(pilot.drawn().lines[0].contains("! 2 damaged"))
    #expect(pilot.drawn().lines[0].hasPrefix("demo.qcow2 "))
  }

  @Test func aDamagedEntryTellsItsPlaceOnce() throws {
    let pilot = Pilot(try Demo.spoilt(), screen: .tables)
    try pilot.go(to: "40c")
    for line in pilot.drawn().lines.dropFirst() where line.contains(" ! ") || line.contains(": ! ")
    {
      #expect(line.ranges(of: "0x7f000000").count == 1, "\(line)")
    }
    #expect(pilot.drawn().lines.contains { $0.contains(" ! the cluster at 0x7f000000") })
  }

  @Test func popupsGiveUpAColumnForWholeTexts() throws {
    let pilot = try pilot(width: 80, height: 24)
    for keys in ["2 f", "g", "y", "]"] {
      try pilot.press(keys)
      pilot.browser.hesitate()
      let lines = pilot.drawn().lines
      let top = try #require(lines.firstIndex { $0.contains(" and then ") })
      #expect(!lines[top..<21].contains { $0.contains("…") }, "\(keys)")
      try pilot.press("Esc")
    }
  }
}
