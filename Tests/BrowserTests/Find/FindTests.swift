import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Looking for bytes with the keys of less and vi.
@Suite struct FindTests {
  private func bounds(_ pilot: Pilot) -> Range<UInt64>? { pilot.model.selection?.bounds }

  @Test func eachHitIsGoneToAndSelected() throws {
    let needles = try Needles()
    let pilot = try needles.pilot()
    let expected = try Needles.places(of: Array("Needle".utf8), in: needles.raw)
    #expect(expected == Needles.places)
    try pilot.find("Needle")
    for place in expected {
      #expect(pilot.cursor == place)
      #expect(bounds(pilot) == place..<place + 6)
      #expect(pilot.message.hasPrefix("found at \(GuestOffset(place)), read "))
      try pilot.expectCursorInSight()
      try pilot.press("n")
    }
    #expect(pilot.cursor == expected[2])
    #expect(
      pilot.message.hasPrefix("not found from 0x1400006 on, n goes on from the start, read "),
      "\(pilot.message)")
    #expect(pilot.message.contains("skipped 43.9 MiB of hole"), "\(pilot.message)")
    try pilot.press("n")
    #expect(pilot.cursor == expected[0])
    #expect(pilot.message.hasPrefix("from the start again, found at 0x1000"))
  }

  @Test func theOtherWayEndsAtTheStart() throws {
    let pilot = try Needles().pilot()
    try pilot.press("G")
    try pilot.find("Needle", by: "\\")
    for place in Needles.places.reversed() {
      #expect(pilot.cursor == place)
      #expect(bounds(pilot) == place..<place + 6)
      try pilot.press("n")
    }
    #expect(pilot.message.hasPrefix("not found before 0x1000"))
    try pilot.press("N")
    #expect(pilot.cursor == Needles.places[1], "the first key must not wrap the other way")
    try pilot.press("n n n")
    #expect(pilot.cursor == Needles.places[2])
    #expect(pilot.message.hasPrefix("from the end again, found at "))
  }

  @Test func whoMovedAwayLooksFromThere() throws {
    let pilot = try Needles().pilot()
    try pilot.find("Needle")
    try pilot.go(to: "10M")
    #expect(pilot.model.selection == nil, "the cursor has left the hit")
    try pilot.press("n")
    #expect(pilot.cursor == Needles.places[2])
    try pilot.press("n k n")
    #expect(pilot.cursor == Needles.places[2], "the cursor stood before it")
    try pilot.press("u")
    #expect(pilot.cursor != Needles.places[2])
  }

  @Test(
    arguments: [
      ("x:4e 65 ?? 64", 0x1000), ("r:N.*?l", 0x1000), ("ti:NEEDLE", 0x1000), ("w:Nee", 0x30_0001),
      ("wb:Bee", 0x40_0000), ("i:0xfedcba98/4be", 0x50_0000), (" two ", 0x60_0000),
    ] as [(String, UInt64)])
  func termsOfEveryForm(typed: String, place: UInt64) throws {
    let pilot = try Needles([
      (0x30_0001, Array("N\0e\0e\0".utf8)), (0x40_0000, Array("\0B\0e\0e".utf8)),
      (0x50_0000, [0xfe, 0xdc, 0xba, 0x98]), (0x60_0000, Array(" two ".utf8)),
      (0x58_0000, Array(" two".utf8)),
    ]).pilot()
    try pilot.find(typed)
    #expect(pilot.cursor == place)
    try pilot.press("g g F7 Up Enter")
    #expect(pilot.cursor == place, "the older term is offered as it was")
  }

  @Test func whatIsTypedIsExplained() throws {
    let pilot = try Needles().pilot(width: 100)
    try pilot.press("/")
    #expect(pilot.drawn().lines.last?.hasPrefix("find:   text  x:eb ?? 90  r:ab+c") == true)
    pilot.type("x:4e6")
    #expect(pilot.model.prompt?.preview == "a byte is two digits")
    try pilot.press("Enter")
    #expect(pilot.model.prompt?.isFaulty == true)
    pilot.type("5")
    #expect(pilot.model.prompt?.preview == "bytes, 2 bytes: 4e 65")
    try pilot.press("Enter")
    #expect(pilot.cursor == 0x1000)
    try pilot.press("\\ Up")
    #expect(pilot.model.prompt?.string == "x:4e65", "both directions share what was typed")
    try pilot.press("Esc / Tab")
    #expect(pilot.model.prompt?.completion?.choices.map(\.text).contains("wb:") == true)
    try pilot.press("Esc g g :")
    pilot.type("find r:e{2}")
    try pilot.press("Enter")
    #expect(bounds(pilot) == 0x1001..<0x1003)
  }

  @Test func withoutATermKeysSaySo() throws {
    let pilot = try Needles().pilot()
    for key in ["n", "N", "F3", "&"] {
      try pilot.press(key)
      #expect(pilot.message == "nothing was looked for yet, / asks what")
    }
  }

  @Test func theHexViewIsShownWhereItIsNot() throws {
    let needles = try Needles()
    let pilot = try needles.pilot(screen: .chain)
    try pilot.find("Needle")
    #expect(pilot.model.screen == .hex)
    #expect(bounds(pilot) == 0x1000..<0x1006)
    let small = try needles.pilot(width: 40, height: 12, screen: .main)
    try small.press("Tab Tab Tab")
    #expect(small.model.focus == .map)
    try small.find("Needle")
    #expect(small.model.focus == .hex)
    try small.expectCursorInSight()
  }

  @Test func selectingGoesOnFromAHit() throws {
    let pilot = try Needles().pilot()
    try pilot.find("Needle")
    try pilot.press("v j")
    #expect(bounds(pilot) == 0x1000..<0x1011)
  }

  @Test func theFileIsSearchedWhereItIsShown() throws {
    let needles = try Needles()
    let pilot = try needles.pilot()
    try pilot.press("s g g")
    for term in [Array("QFI\u{7b}".utf8).dropLast() + [0xfb], Array("Needle".utf8)] {
      try pilot.press("g g")
      let expected = try Needles.places(of: term, in: needles.path)
      try pilot.find("x:" + term.map { String($0, radix: 16) }.joined(separator: " "))
      for place in expected {
        #expect(
          pilot.model.selection == .host(HostOffset(place)..<HostOffset(place) + UInt64(term.count))
        )
        #expect(pilot.message.hasPrefix("found at \(HostOffset(place)) of the file"))
        try pilot.press("n")
      }
      #expect(!expected.isEmpty)
      #expect(pilot.message.hasPrefix("not found from"))
      #expect(pilot.message.contains("n goes on from the start"))
    }
    try pilot.press("G")
    try pilot.find("Needle", by: "\\")
    let last = try Needles.places(of: Array("Needle".utf8), in: needles.path).last
    #expect(pilot.model.hexPlace == last)
    try pilot.press("u")
    #expect(pilot.model.hexPlace == (try pilot.model.image.storage.byteCount()) - 1)
  }

  @Test func whatASnapshotHoldsIsSearchedThere() throws {
    let needles = try Needles()
    try succeed("qemu-img", ["snapshot", "-c", "before", needles.path])
    try QEMU.io(needles.path, ["write -P 1 0 2M", "write -P 1 20M 64k"])
    let pilot = try needles.pilot()
    try pilot.find("Needle")
    #expect(pilot.message.hasPrefix("not found on the whole disk"))
    try pilot.press("5 Enter n")
    #expect(pilot.message.hasPrefix("found at 0x1000"), "\(pilot.message)")
    #expect(pilot.cursor == 0x1000)
  }
}
