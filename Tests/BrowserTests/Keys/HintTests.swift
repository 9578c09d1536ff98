import Browser
import Surface
import TestSupport
import Testing

/// The keys on the last line, which the mouse can press.
@Suite struct HintTests {
  private func click(_ words: String, _ pilot: Pilot) throws {
    let line = try #require(pilot.drawn().lines.last)
    let place = try #require(line.firstRange(of: words), "\(words) in \(line)")
    pilot.click(
      x: line.distance(from: line.startIndex, to: place.lowerBound), y: pilot.model.size.height - 1)
  }

  @Test func aHintIsAButton() throws {
    let pilot = try Pilot(Pattern(), width: 120, height: 30)
    try click("go offset", pilot)
    #expect(pilot.model.prompt?.purpose == .argument(of: "goto"))
    try pilot.press("Esc")
    try click("offset", pilot)
    #expect(pilot.model.prompt != nil)
    try pilot.press("Esc")
    try click("? help", pilot)
    #expect(pilot.drawn().text.contains("q closes"))
  }

  @Test func aClickOnAMessageDoesNothingElse() throws {
    let pilot = try Pilot(Pattern(), width: 120, height: 30)
    try pilot.press("m a")
    pilot.click(x: 0, y: 29)
    #expect(pilot.message == "")
    #expect(!pilot.drawn().text.contains("q closes"))
  }

  @Test func onlyWhatDoesSomethingIsHinted() throws {
    let pilot = try Pilot(Pattern(), width: 160, height: 30)
    func hints() -> String { pilot.drawn().lines.last ?? "" }
    #expect(hints().contains("+ zoom in"))
    #expect(!hints().contains("whole disk"))
    try pilot.press("5")
    #expect(!hints().contains("zoom in"))
    #expect(hints().contains("Enter show"))
    #expect(!hints().contains("^R"))
  }

  /// The way back from a zoomed pane is on the line of the tabs, whatever they have to leave out.
  @Test(arguments: [60, 80, 100, 120, 200])
  func theWayBackFromAZoomedPaneIsTold(width: Int) throws {
    let pilot = try Pilot(Pattern(), width: width, height: 30)
    #expect(!pilot.drawn().lines[1].contains("z: back"))
    try pilot.press("z")
    #expect(pilot.drawn().lines[1].hasSuffix(" z: back"))
  }

  /// Where the names of the views do not fit, their digits are buttons still.
  @Test func tabsOfANarrowScreenAreDigits() throws {
    let pilot = try Pilot(Pattern(), width: 40, height: 12)
    func tabs() -> String { pilot.drawn().lines[1] }
    #expect(tabs() == "[1 Main] 2  3  4  5  6  7  8  9  %")
    pilot.click(x: 24, y: 1)
    #expect(tabs() == " 1  2  3  4  5  6 [7 Chain] 8  9  %")
    pilot.click(x: 16, y: 1)
    #expect(tabs().contains("[6 Bmap]"))
  }
}
