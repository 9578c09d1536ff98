import Browser
import Surface
import TestSupport
import Testing

/// What `q` closes before it leaves.
@Suite struct ClosingTests {
  private let needles: Needles
  private let pilot: Pilot

  init() throws {
    needles = try Needles()
    pilot = try needles.pilot()
  }

  @Test(
    arguments: [
      ("3", "B", Screen.hex), ("5", "B", .snapshots), ("2 r", "B", .map), ("B", "B", .hex),
      ("2", "r", .map), ("2", "g x", .map), ("3", "J", .hex), ("3", "y y", .hex),
    ])
  func listsThatAKeyOpensAreClosed(view: String, key: String, screen: Screen) throws {
    try pilot.press(view)
    try pilot.press(key)
    if screen == .map { try pilot.press("Esc") }
    #expect(pilot.drawn().lines.last?.contains("q close") == true)
    #expect(try pilot.press("q"))
    #expect(pilot.model.screen == screen)
    #expect(pilot.model.overlay == nil)
    if view == "2 r" {
      #expect(pilot.model.focus == .runs)
      #expect(try pilot.press("q"))
    }
    #expect(pilot.model.focus == (screen == .map ? .map : screen.panes.last))
    #expect(pilot.drawn().lines.last?.contains("q quit") == true)
    #expect(try !pilot.press("q"))
  }

  @Test func theListOfHitsIsClosed() throws {
    try pilot.find("Needle")
    try pilot.press("&")
    #expect(pilot.model.focus == .hits)
    #expect(try pilot.press("q"))
    #expect(pilot.model.focus == .hex)
    #expect(try !pilot.press("q"))
  }

  /// A view with a digit is no page over another one.
  @Test func viewsAreLeft() throws {
    try pilot.press("B 5")
    #expect(try !pilot.press("q"))
  }

  @Test func zoomGoesBeforeTheListThatIsZoomed() throws {
    try pilot.press("2 r z q")
    #expect(!pilot.model.isZoomed && pilot.model.focus == .runs)
    #expect(try pilot.press("q"))
    #expect(pilot.model.focus == .map)
  }
}
