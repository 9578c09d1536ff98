import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// The course on the format.
@Suite struct TourTests {
  private func pilot(_ width: Int = 80, _ height: Int = 24) throws -> Pilot {
    let pilot = Pilot(try Demo.image(), width: width, height: height)
    try pilot.press(":")
    pilot.type("tour")
    try pilot.press("Enter")
    return pilot
  }

  /// The words of a page, however they are broken into lines.
  private func words(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "\n" } }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func everyPageFits(width: Int, height: Int) throws {
    let pilot = try pilot(width, height)
    for page in Tour.pages {
      let area = try #require(pilot.model.layout.tour)
      let lines = pilot.drawn().lines[area.y..<area.maxY].map { String($0.dropFirst(area.x)) }
      #expect(lines.first?.contains(page.title) == true)
      let shown = words(lines.dropFirst().joined(separator: " "))
      #expect(shown == words(page.text), "\(page.title)")
      try pilot.press(")")
    }
    #expect(pilot.message == "this is the last page, q leaves the tour")
  }

  @Test(arguments: [(40, 12), (30, 10), (62, 15)])
  func textWithoutRoomIsReadInPieces(width: Int, height: Int) throws {
    let pilot = try pilot(width, height)
    var shown: [Int: [Substring]] = [:]
    var steps = 0
    while pilot.message != "this is the last page, q leaves the tour", steps < 400 {
      let tour = try #require(pilot.model.shell.tour)
      let area = try #require(pilot.model.layout.tour)
      let lines = pilot.drawn().lines[area.y..<area.maxY].dropFirst()
      shown[tour.page, default: []] += words(lines.joined(separator: " "))
      try pilot.press(")")
      steps += 1
    }
    for (index, page) in Tour.pages.enumerated() {
      #expect(shown[index] == words(page.text), "\(page.title)")
    }
    for _ in 0..<steps { try pilot.press("(") }
    #expect(pilot.message == "this is the first page")
  }

  /// What the pages say of their places is what is there.
  @Test func pagesTellTheTruth() throws {
    let pilot = try pilot()
    var said: [String: String] = [:]
    for page in Tour.pages {
      said[page.title] = pilot.drawn().lines.suffix(3).joined(separator: "\n")
      #expect(pilot.model.shell.tour.map { Tour.pages[$0.page].title } == page.title)
      try pilot.press(")")
    }
    func ribbon(_ title: String) throws -> String { try #require(said[title], "\(title)") }
    #expect(try ribbon("Data").contains("L1[0]"))
    #expect(try !ribbon("Data").contains("COPIED"))
    #expect(try ribbon("Data of this disk alone").contains("COPIED"))
    #expect(try ribbon("Compressed clusters").contains("compressed"))
    #expect(try ribbon("Zeros that cost nothing").contains("zero"))
    #expect(try ribbon("Zeros with a place").contains("host"))
    #expect(try ribbon("Holes").contains("not allocated"))
  }

  @Test func pagesAreTurnedBothWaysAndLeft() throws {
    let pilot = try pilot()
    #expect(pilot.model.focus == .header)
    try pilot.press("(")
    #expect(pilot.message == "this is the first page")
    try pilot.press(") )")
    #expect(pilot.cursor == 1 << 20)
    #expect(pilot.model.screen == .hex)
    try pilot.press("j j ? q (")
    #expect(pilot.model.shell.tour?.page == 1)
    #expect(try pilot.press("q"))
    #expect(pilot.model.shell.tour == nil)
    #expect(try !pilot.press("q"))
  }

  @Test func anotherImageIsComeBackTo() throws {
    let pilot = try Pilot(Pattern(), width: 80, height: 24)
    try pilot.go(to: "0x30000")
    try pilot.press("m a")
    try pilot.press(": t o u r Enter")
    #expect(pilot.message.hasSuffix("y opens it, any other key stays here"))
    try pilot.press("j")
    #expect(pilot.model.shell.tour == nil)
    let name = pilot.model.facts.name
    try pilot.press(": t o u r Enter y")
    #expect(pilot.model.facts.name == "demo.qcow2")
    #expect(pilot.model.shell.tour?.page == 0)
    try pilot.press(") ) q")
    #expect(pilot.model.facts.name == name)
    #expect(pilot.cursor == 0x30010)
    #expect(pilot.model.marks["a"] == GuestOffset(0x30000))
  }
}
