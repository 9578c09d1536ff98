import Browser
import Foundation
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// The view of a check: what it found, and where its rows and motions lead.
@Suite struct CheckScreenTests {
  private func pilot(_ disk: SpoiltDisk, width: Int = 100, height: Int = 30) throws -> Pilot {
    try disk.save()
    return try Pilot(path: disk.path, width: width, height: height)
  }

  /// The sums of `qemu-img check`, which ends with 2 or 3 where it finds something.
  private func verdict(_ path: String) throws -> (corruptions: Int, leaks: Int) {
    let result = try run("qemu-img", ["check", "--output=json", path], seconds: 60)
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let members = try #require(object as? [String: Any])
    return (members["corruptions"] as? Int ?? 0, members["leaks"] as? Int ?? 0)
  }

  @Test func aSoundImageHasNoErrors() throws {
    let pilot = try pilot(SpoiltDisk())
    #expect(pilot.model.audit.state == .unasked, "nobody asked yet")
    try pilot.press("8")
    let text = pilot.drawn().text
    #expect(text.contains("Check · done"))
    #expect(text.contains(" no errors\n"))
    #expect(text.contains("[8 Check]"))
    // Of 1024 clusters, those with data.
    #expect(text.contains("112 of 1,024 clusters allocated"))
  }

  @Test func theVerdictIsThatOfQEMU() throws {
    var disk = try SpoiltDisk()
    disk.turnCopied(0)
    disk.lose(3 << 16)
    disk.count(disk.host(of: 60 << 20) >> 16, as: 5)
    let pilot = try pilot(disk)
    try pilot.press("8")
    let expected = try verdict(disk.path)
    #expect(expected.corruptions > 0)
    let lines = pilot.drawn().lines
    let inspector = try #require(pilot.model.layout.inspector)
    #expect(lines[inspector.y].hasPrefix("\(expected.corruptions) corruptions"))
    #expect(lines[inspector.y].contains("\(expected.leaks) leaked clusters"))
    #expect(lines[1].contains("[8 Check!]"))
    try pilot.press("1")
    let tab = try #require(pilot.drawn().lines[1].firstRange(of: " 8 Check!"))
    let x = pilot.drawn().lines[1].distance(
      from: pilot.drawn().lines[1].startIndex, to: tab.lowerBound)
    #expect(pilot.drawn()[x + 1, 1].style.role == .error)
  }

  @Test func enterGoesToTheBytesThatAreLost() throws {
    var disk = try SpoiltDisk()
    disk.lose(0x11_0000)
    let pilot = try pilot(disk)
    try pilot.press("8")
    #expect(pilot.drawn().text.contains("data past the end of the file"))
    let groups = pilot.model.audit.groups
    try pilot.press("j", times: try #require(groups.firstIndex { $0.problem == .clusterPastEnd }))
    try pilot.press("Enter")
    #expect(pilot.cursor == 0x11_0000)
    #expect(pilot.model.focus == .hex)
    #expect(pilot.message.contains("0x7f000000"))
    try pilot.press("u")
    #expect(pilot.cursor == 0)
  }

  @Test func enterOpensTheSnapshotThatAloneIsTouched() throws {
    var disk = try SpoiltDisk()
    disk.loseInSnapshot(0x12_0000)
    let pilot = try pilot(disk)
    try pilot.press("8")
    let rows = pilot.model.audit.groups
    let row = try #require(rows.firstIndex { $0.holders.snapshot == 0 && $0.guest.byteCount > 0 })
    try pilot.press("j", times: row)
    #expect(pilot.drawn().text.contains("touches snapshot 1 \"monday\", guest 0x120000 + 64 KiB"))
    try pilot.press("Enter")
    #expect(pilot.model.choice == "snapshot monday")
    #expect(pilot.cursor == 0x12_0000)
    // What the snapshot lost is not the active disk's, and the check need not run again.
    #expect(pilot.model.audit.state == .done)
    #expect(pilot.model.damage.isEmpty)
  }

  @Test func motionsGoThroughWhatWasFound() throws {
    var disk = try SpoiltDisk()
    for guest in [0x2_0000, 0x110_0000] { disk.turnCopied(guest) }
    disk.lose(0x101_0000)
    let pilot = try pilot(disk)
    // The tables alone tell of the lost cluster only.
    try pilot.press("] !")
    #expect(pilot.cursor == 0x101_0000)
    try pilot.press("] !")
    #expect(pilot.cursor == 0x101_0000)
    try pilot.press("8 1 g g")
    for place: UInt64 in [0x2_0000, 0x101_0000, 0x110_0000] {
      try pilot.press("] !")
      #expect(pilot.cursor == place)
    }
    #expect(pilot.message.contains("COPIED of an L2 entry is wrong at 0x1100000, 64 KiB long"))
    try pilot.press("] !")
    #expect(pilot.message.contains("no more damage"))
    for place: UInt64 in [0x101_0000, 0x2_0000] {
      try pilot.press("[ !")
      #expect(pilot.cursor == place)
    }
  }

  @Test func theMapMarksWhatWasFound() throws {
    var disk = try SpoiltDisk()
    disk.turnCopied(0x2_0000)
    let pilot = try pilot(disk)
    try pilot.press("2")
    let area = try #require(pilot.model.layout.content(of: .map))
    let map = try #require(pilot.model.mapLayout)
    func cell() -> Cell { pilot.drawn()[area.x + map.labelWidth + 2, area.y] }
    #expect(pilot.model.grid?.frame.cellBits == 16)
    #expect(cell() == Cell("D", Style(.data)))
    try pilot.press("8 2")
    #expect(cell() == Cell("!", Style(.damaged)))
    #expect(pilot.drawn().text.contains("in findings 1 "))
    try pilot.press("l l")
    #expect(cell() == Cell("!", Style(.cursor)))
    #expect(pilot.drawn().text.contains("cell @0x20000 +64 KiB: COPIED of an L2 entry is wrong"))
  }

  @Test(arguments: [(20, 5), (40, 12), (80, 24), (200, 60)])
  func everySizeShowsTheChosenRow(size: (Int, Int)) throws {
    var disk = try SpoiltDisk()
    disk.turnCopied(0)
    let pilot = try pilot(disk, width: size.0, height: size.1)
    try pilot.press("8")
    for glyphs in [Glyphs.unicode, .ascii] {
      let surface = pilot.drawn(glyphs)
      let rows = surface.lines.indices.filter { y in
        y >= pilot.model.layout.body.y && surface[1, y].style.role == .cursor
      }
      #expect(rows.count == 1)
      #expect(surface.lines[try #require(rows.first)].contains("corruption"))
    }
  }

  @Test func aStoppedCheckSaysSoAndCanBeStartedAgain() async throws {
    let (directory, path) = try ManyTables.image()
    defer { withExtendedLifetime(directory) {} }
    let storage = GatedStorage(try openStorage(path))
    let model = Model(try Image(storage).alone, size: Size(width: 80, height: 24))
    let browser = Browser(model, Jobs())
    browser.start()
    func press(_ name: String) throws {
      _ = browser.handle(.key(try #require(KeyPress(name))))
    }
    func screen() -> String {
      browser.synchronize()
      var surface = Surface(size: browser.model.size)
      Screenful.draw(browser.model, on: &surface)
      return surface.text
    }
    try await eventually("the scan ends") { screen().contains("scan done") }
    storage.shut()
    defer { storage.open() }
    try press("8")
    try await eventually("the check waits") { storage.waiters > 0 }
    #expect(screen().contains("check 0% ^C"))
    try press("^C")
    storage.open()
    try await eventually("the screen says so") { screen().contains("stopped, ^R starts it again") }
    #expect(screen().contains("^R go on"))
    try press("^R")
    try await eventually("it is done") { screen().contains("Check · done") }
    #expect(screen().contains("no errors"))
  }
}
