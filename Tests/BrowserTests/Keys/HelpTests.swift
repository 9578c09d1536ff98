import Browser
import Surface
import TestSupport
import Testing

/// Moving about the help page.
@Suite struct HelpTests {
  @Test func theEndsAreKeysAway() throws {
    let pilot = Pilot(try Demo.image())
    try pilot.press("?")
    let first = pilot.drawn().lines[3]
    for (down, up) in [("G", "g g"), ("End", "Home"), ("Ctrl-End", "Ctrl-Home")] {
      try pilot.press(down)
      #expect(pilot.drawn().text.contains("not read yet"), "\(down)")
      try pilot.press(up)
      #expect(pilot.drawn().lines[3] == first, "\(up)")
    }
    // The keys of the help page never reach the disk below.
    #expect(pilot.cursor == 0)
    try pilot.press("g o q")
    #expect(pilot.model.prompt == nil)
    #expect(pilot.model.overlay == nil)
  }
}
