import Browser
import Surface
import TestSupport
import Testing

/// Lists over the panes: menus, what may follow a key, and what Tab offers.
@Suite struct MenuTests {
  private let pilot: Pilot

  init() throws { pilot = try Pilot(Pattern(), width: 120, height: 40) }

  private func click(_ words: String, button: Int = 1) throws {
    let lines = pilot.drawn().lines
    let y = try #require(lines.firstIndex { $0.contains(words) }, "\(words) is not shown")
    let place = try #require(lines[y].firstRange(of: words))
    let point = Point(x: lines[y].distance(from: lines[y].startIndex, to: place.lowerBound), y: y)
    _ = pilot.browser.handle(.mouse(MouseEvent(.press(button), at: point)))
  }

  @Test func aRightClickTellsWhatCanBeDoneThere() throws {
    try click("Map", button: 3)
    try click("─ Map ·", button: 3)
    #expect(pilot.model.shell.menu?.title == "Map")
    #expect(pilot.model.focus == .map)
    try click("map: zoom in")
    #expect(pilot.model.shell.menu == nil)
    #expect(pilot.drawn().text.contains("Header"))
  }

  @Test func keysChooseFromAMenu() throws {
    try pilot.press("F2")
    #expect(pilot.model.shell.menu?.title == "Views")
    try pilot.press("Down Enter")
    #expect(pilot.model.screen == .map)
    try pilot.press("F2 Up Enter")
    #expect(pilot.model.screen == Screen.allCases.last)
    try pilot.press("F2 Esc")
    #expect(pilot.model.shell.menu == nil)
    try pilot.press("F2 1")
    #expect(pilot.model.shell.menu == nil)
    #expect(pilot.model.screen == .main)
  }

  @Test func offersOfTabCanBeClicked() throws {
    try pilot.press(": h e Tab")
    try click("the view Hex")
    #expect(pilot.model.prompt?.string == "hex")
  }

  @Test func whatMayFollowAKeyCanBeClicked() throws {
    try pilot.press("g")
    pilot.browser.hesitate()
    try click("go to a cluster")
    #expect(pilot.model.prompt?.purpose == .argument(of: "cluster"))
  }

  @Test func panesGrowAndShrinkWithinBounds() throws {
    try pilot.press("Tab Tab Tab")
    #expect(pilot.model.focus == .map)
    let height = try #require(pilot.model.layout.panes[.map]?.height)
    try pilot.press("> >")
    #expect(pilot.model.layout.panes[.map]?.height == height + 2)
    try pilot.press("<", times: 100)
    let least = try #require(pilot.model.layout.panes[.map]?.height)
    #expect(least < height)
    #expect(pilot.message == "the pane cannot be smaller")
    try pilot.press(">")
    #expect(pilot.model.layout.panes[.map]?.height == least + 1)
  }
}
