import Browser
import Surface
import TestSupport
import Testing

/// The ways of drawing the map, and what the screen says of each.
@Suite struct MapDrawingTests {
  private let pilot: Pilot

  init() throws {
    pilot = try Pilot(Pattern(), width: 100, height: 24, screen: .map)
    // Past the cells that are looked at.
    try pilot.go(to: "20M")
  }

  private var lines: [String] { pilot.drawn().lines }

  /// The first cells of the map: 64 KiB each.
  private func cells(_ count: Int) throws -> String {
    let map = try #require(pilot.model.mapLayout)
    let area = try #require(pilot.model.layout.content(of: .map))
    return String(lines[area.y].dropFirst(map.labelWidth).prefix(count))
  }

  @Test func aFilterHidesTheRestAndSaysSo() throws {
    try pilot.press("+", times: 12)
    #expect(try cells(10) == "D..DD...CC")
    try pilot.press("f c")
    #expect(lines.contains { $0.contains("guest · state · only compressed") })
    #expect(try cells(10) == "........CC")
    try pilot.press("f d")
    #expect(try cells(10) == "D..DD.....")
    try pilot.press("f + c")
    #expect(lines.contains { $0.contains("only data and compressed") })
    #expect(try cells(10) == "D..DD...CC")
    try pilot.press("f + d")
    #expect(try cells(10) == "........CC")
    try pilot.press("f a")
    #expect(!lines.contains { $0.contains("only") })
    // The same state again shows all again.
    try pilot.press("f d f d")
    #expect(pilot.model.shownStates.isEmpty)
  }

  @Test func whatFollowsAKeyThatMoreFollowIsOneRow() throws {
    try pilot.press("f")
    pilot.browser.hesitate()
    let text = pilot.drawn().text
    #expect(text.contains("data alone, or all again"))
    #expect(text.split(separator: "\n").count { $0.contains("then one of d h z c b !") } == 1)
  }

  /// Neither zeros without a cluster nor compressed streams have a place that others could follow.
  @Test func whatNoClassSpeaksOfHasNoColourOfOne() throws {
    try pilot.press("+", times: 12)
    try pilot.press("c c")
    #expect(lines.contains { $0.contains("guest · distance") })
    let map = try #require(pilot.model.mapLayout)
    let area = try #require(pilot.model.layout.content(of: .map))
    for (index, letter) in [8: "C", 9: "C", 16: "z", 0: "-"] {
      let cell = pilot.drawn()[area.x + map.labelWidth + index, area.y]
      #expect(String(cell.scalar) == letter)
      #expect((cell.style.role == .muted) == (index > 0), "\(index)")
    }
  }

  @Test func theLegendIsThatOfTheGlyphs() throws {
    let legends = [
      "two rows of cells on a line", "a dot is a cell", "a little to all of it: . : -", "▓ <100%",
    ]
    for legend in legends {
      #expect(!lines.contains { $0.contains(legend) })
      try pilot.press("p")
      #expect(lines.contains { $0.contains(legend) }, "\(legend)")
    }
  }

  /// One cluster a cell: a hole is no dot and no block.
  @Test func holesStayEmptyHoweverTheyAreDrawn() throws {
    try pilot.press("+", times: 12)
    try pilot.go(to: "20M")
    try pilot.press("p")
    let map = try #require(pilot.model.mapLayout)
    let area = try #require(pilot.model.layout.content(of: .map))
    // Clusters 0 to 9 of the first of two rows on the line; those of the second are holes.
    let drawn = String(lines[area.y].dropFirst(map.labelWidth).prefix(7))
    #expect(drawn == "▀  ▀▀  ")
    try pilot.press("p")
    let dots = lines[area.y].dropFirst(map.labelWidth).prefix(16).unicodeScalars
    #expect(dots.contains { $0.value & 0xff == 0 || $0 == " " }, "where all eight are holes")
  }

  @Test func theLayoutOfTheFileIsDrawnInOneWay() throws {
    try pilot.press("s p")
    #expect(pilot.message.contains("drawn in one way"))
    #expect(pilot.model.glyphMode == .shade)
    try pilot.press("f d")
    #expect(pilot.message.contains("shows every use"))
    #expect(pilot.model.shownStates.isEmpty)
  }
}
