import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Selecting bytes in the hex view.
@Suite struct SelectionTests {
  private func bounds(_ pilot: Pilot) -> Range<UInt64>? { pilot.model.selection?.bounds }

  @Test func movingSelectsBytesInBothDirections() throws {
    let pilot = try Pilot(Pattern(), screen: .hex)
    try pilot.go(to: "0x105")
    try pilot.press("v")
    #expect(bounds(pilot) == 0x105..<0x106)
    try pilot.press("l l j")
    #expect(bounds(pilot) == 0x105..<0x118)
    try pilot.press("k k k")
    #expect(bounds(pilot) == 0xe7..<0x106)
    #expect(pilot.model.selection?.space == .guest)
    try pilot.press("Esc")
    #expect(pilot.model.selection == nil)
    try pilot.press("v v")
    #expect(pilot.model.selection == nil)
  }

  @Test func jumpsExtendTheSelection() throws {
    let pattern = try Pattern()
    let pilot = try Pilot(pattern, screen: .hex)
    try pilot.press("v")
    try pilot.go(to: "40M")
    #expect(bounds(pilot) == 0..<41_943_041)
    try pilot.press("G")
    #expect(bounds(pilot) == 0..<pattern.size)
    #expect(pilot.model.selection?.count == pattern.size)
  }

  @Test(arguments: [ExtentKind.data, .compressed, .zeroPlain, .zeroAllocated, .unallocated])
  func theExtentIsQEMUsAndThenTheCluster(kind: ExtentKind) throws {
    let pattern = try Pattern()
    let pilot = try Pilot(pattern, screen: .hex)
    // Runs of data are cut where the file is: the first one is in one piece.
    let region = try #require(pattern.regions.first { $0.kind == kind })
    try pilot.go(to: "\(region.start + 70_000 % (region.end - region.start))")
    let place = pilot.cursor
    try pilot.press("V")
    #expect(bounds(pilot) == region.start..<region.end)
    try pilot.press("V")
    #expect(bounds(pilot) == place / 65_536 * 65_536..<(place / 65_536 + 1) * 65_536)
    try pilot.press("V")
    #expect(bounds(pilot) == region.start..<region.end)
    try pilot.go(to: "\(region.end + 3)")
    #expect(bounds(pilot) == region.start..<region.end + 4)
  }

  @Test func theSelectionIsDrawnAndCounted() throws {
    let pilot = try Pilot(Pattern(), screen: .hex)
    try pilot.press("v j l l")
    let area = try #require(pilot.model.layout.content(of: .hex))
    let hex = try #require(pilot.model.hexLayout)
    let surface = pilot.drawn()
    for index in 0..<32 {
      let x = area.x + hex.column(ofByte: index % 16)
      let role = surface[x, area.y + index / 16].style.role
      #expect(role == (index < 18 ? .selection : index == 18 ? .cursor : .text))
    }
    #expect(surface.lines.contains { $0.hasPrefix("selected guest 0x0..0x12: 19 bytes") })
  }

  @Test func draggingSelects() throws {
    let pilot = try Pilot(Pattern(), screen: .hex)
    let area = try #require(pilot.model.layout.content(of: .hex))
    let hex = try #require(pilot.model.hexLayout)
    func point(_ byte: Int) -> Point {
      Point(x: area.x + hex.column(ofByte: byte % 16), y: area.y + byte / 16)
    }
    pilot.click(x: point(20).x, y: point(20).y)
    #expect(pilot.model.selection == nil)
    for byte in [21, 40, 37] {
      _ = pilot.browser.handle(.mouse(MouseEvent(.drag, at: point(byte))))
    }
    #expect(bounds(pilot) == 20..<38)
    // A new press begins anew.
    pilot.click(x: point(5).x, y: point(5).y)
    #expect(pilot.model.selection == nil)
  }

  @Test func bytesOfTheFileAreSelectedAsSuch() throws {
    let pilot = try Pilot(Pattern(), screen: .hex)
    try pilot.press("s g g v l l l")
    #expect(pilot.model.selection == .host(HostOffset(0)..<HostOffset(4)))
    try pilot.press("V")
    #expect(bounds(pilot) == 0..<65_536)
    try pilot.press("s")
    #expect(pilot.model.selection == nil)
  }
}
