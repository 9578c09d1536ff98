import Browser
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// The hits on the screen, and the list of all.
@Suite struct HitTests {
  /// The roles of the bytes on the hex view, as many as are asked for.
  private func roles(_ pilot: Pilot, _ bytes: Range<UInt64>) throws -> [Role] {
    let area = try #require(pilot.model.layout.content(of: .hex))
    let hex = try #require(pilot.model.hexLayout)
    let surface = pilot.drawn()
    return bytes.map { place in
      let row = Int(place - pilot.model.hexStart) / hex.bytesPerRow
      let x = area.x + hex.column(ofByte: Int(place) % hex.bytesPerRow)
      return surface[x, area.y + row].style.role
    }
  }

  @Test func allHitsOnTheScreenStandOut() throws {
    let pilot = try Needles([(0x1020, Array("Needless Needle".utf8))]).pilot()
    try pilot.find("Needle")
    #expect(try roles(pilot, 0x1000..<0x1007).map(\.rawValue) == Array("*sssssm"))
    #expect(try roles(pilot, 0x1020..<0x1030).map(\.rawValue) == Array("HHHHHHxxxHHHHHHm"))
    try pilot.find("x:73")
    #expect(try roles(pilot, 0x1020..<0x1030).map(\.rawValue) == Array("xxxxxx*Hxxxxxxxm"))
    try pilot.press("s")
    #expect(pilot.model.hunt.onPage?.request.space == .host)
  }

  /// A match that begins above the first row or ends below the last one is marked as far as it shows.
  @Test func hitsAcrossTheEdgesOfTheScreenStandOut() throws {
    let pilot = try Needles().pilot()
    try pilot.find("Needle")
    try pilot.press("n j")
    while pilot.model.hexStart < 0x10000 { try pilot.press("j") }
    #expect(pilot.model.hexStart == 0x10000)
    #expect(try roles(pilot, 0x10000..<0x10004).map(\.rawValue) == Array("HHHm"))
  }

  @Test(arguments: [(80, 24), (140, 30), (40, 12), (20, 5)])
  func theListHasAllHits(width: Int, height: Int) throws {
    let pilot = try Needles().pilot(width: width, height: height)
    try pilot.find("Needle")
    try pilot.press("g g &")
    let list = try #require(pilot.model.hunt.list)
    #expect(list.rows.map(\.range.lowerBound) == Needles.places)
    #expect(list.state == .done)
    #expect(pilot.model.focus == .hits)
    if height > 5 { #expect(pilot.drawn().text.contains("0xfffd")) }
    for place in Needles.places {
      try pilot.press("Enter")
      #expect(pilot.model.selection?.bounds == place..<place + 6)
      if pilot.model.focus == .hex { try pilot.press("Tab") }
      try pilot.press("j")
    }
    try pilot.press("&")
    #expect(pilot.model.focus == .hex)
    #expect(pilot.model.layout.panes[.hits] == nil)
  }

  @Test func theListIsSortedAndFiltered() throws {
    let pilot = try Needles([(0x2000, Array("Needle of gold".utf8))]).pilot(width: 140)
    try pilot.find("r:N\\w+")
    try pilot.press("& o g g Enter")
    #expect(pilot.cursor == Needles.places[2], "the largest offset is the first row")
    try pilot.press("f f")
    pilot.type("of gold")
    try pilot.press("Enter Enter")
    #expect(pilot.cursor == 0x2000)
    #expect(pilot.drawn().text.contains("1 of 4 with of gold"))
  }

  @Test func anotherTermIsListedAtOnce() throws {
    let pilot = try Needles().pilot()
    try pilot.find("Needle")
    try pilot.press("&")
    try pilot.find("x:65 65")
    #expect(pilot.model.hunt.list?.rows.map(\.range.lowerBound) == Needles.places.map { $0 + 1 })
    try pilot.press("Tab s &")
    #expect(pilot.model.hunt.list?.space == .guest)
  }

  @Test func theListIsBounded() throws {
    let many = [UInt8](repeating: UInt8(ascii: "y"), count: HitList.most + 5)
    let pilot = try Needles([(0x200000, many)]).pilot(width: 120)
    try pilot.find("y")
    try pilot.press("&")
    let list = try #require(pilot.model.hunt.list)
    #expect(list.rows.count == HitList.most)
    #expect(list.state == .full)
    #expect(pilot.drawn().text.contains("Hits \u{b7} the first 10,000"))
  }

  @Test func whatCannotBeReadIsNamed() throws {
    let needles = try Needles()
    let hit = try #require(try Needles.places(of: Array("Needle".utf8), in: needles.path).last)
    let storage = FaultyStorage(try openStorage(needles.path), bad: [hit..<hit + 1])
    let pilot = Pilot(try Image(storage), width: 140, screen: .hex)
    try pilot.go(to: "1M")
    try pilot.find("Needle")
    let loss = "not searched 0x1400000 + 64 KiB: "
    #expect(pilot.message.contains(loss), "\(pilot.message)")
    try pilot.press("&")
    let row = try #require(pilot.model.hunt.list?.rows.last)
    #expect(row.isLoss && row.range == 0x1400000..<0x1410000)
    try pilot.press("G Enter")
    #expect(pilot.message.hasPrefix("not searched: "))
    #expect(pilot.cursor == 0x1400000)
  }

  /// A match is shown although what is before it cannot be read.
  @Test func whatFollowsALossIsShown() throws {
    let needles = try Needles([(place: 0x1410000, bytes: Array("Needle".utf8))])
    let hits = try Needles.places(of: Array("Needle".utf8), in: needles.path)
    let lost = try #require(hits.dropLast().last)
    let storage = FaultyStorage(
      try openStorage(needles.path), bad: [lost + 0xffff..<lost + 0x10000])
    let pilot = Pilot(try Image(storage), width: 140, screen: .hex)
    try pilot.find("Needle")
    try pilot.press("&")
    let row = try #require(pilot.model.hunt.list?.rows.last)
    #expect(row.range.lowerBound == 0x1410000)
    #expect(row.text.hasPrefix("Needle"))
  }

  /// The keys of the hex view beside the list mean what they mean there.
  @Test func theFileIsShownFromTheList() throws {
    let pilot = try Needles().pilot(width: 140)
    try pilot.find("Needle")
    try pilot.press("& s")
    #expect(pilot.model.hexSpace == .host)
  }
}
