import Browser
import Foundation
import QCOW2
import Surface
import TestSupport
import Testing

/// The layout of the file on the map's pane, and how it and the disk follow each other.
@Suite struct HostMapTests {
  /// A range as `qemu-img map` tells it.
  private struct Run: Decodable {
    let start: UInt64
    let length: UInt64
    let data: Bool
    let offset: UInt64?
  }

  private func pilot(
    _ disk: SpoiltDisk, width: Int = 100, height: Int = 30, screen: Screen = .map
  ) throws -> Pilot {
    try disk.save()
    return try Pilot(path: disk.path, width: width, height: height, screen: screen)
  }

  /// What stands at a place of the file, at one cluster a cell.
  private func letter(_ pilot: Pilot, at host: UInt64) throws -> Unicode.Scalar {
    let area = try #require(pilot.model.layout.content(of: .map))
    let map = try #require(pilot.model.hostLayout)
    let (row, column) = Int(host >> 16).quotientAndRemainder(dividingBy: map.cellsPerRow)
    return pilot.drawn()[area.x + map.labelWidth + column, area.y + row].scalar
  }

  @Test func lettersTellWhatQEMUHasThere() throws {
    var disk = try SpoiltDisk()
    let leak = disk.leak()
    let pilot = try pilot(disk)
    try pilot.press("s")
    let json = try succeed("qemu-img", ["map", "-f", "qcow2", "--output=json", disk.path])
    let runs = try JSONDecoder().decode([Run].self, from: Data(json.utf8))
    for run in runs where run.data {
      let offset = try #require(run.offset)
      for host in stride(from: offset, to: offset + run.length, by: 65_536) {
        #expect(try letter(pilot, at: host) == "D", "\(host)")
      }
    }
    try pilot.press("G")
    #expect(try letter(pilot, at: 0) == "H")
    #expect(try letter(pilot, at: disk.image.number(at: 40, width: 8)) == "1")
    #expect(try letter(pilot, at: UInt64(disk.image.l2Table(0))) == "2")
    #expect(try letter(pilot, at: disk.image.number(at: 48, width: 8)) == "R")
    #expect(try letter(pilot, at: disk.image.number(at: 64, width: 8)) == "T")
    #expect(try letter(pilot, at: leak) == "L")
    // What was written again after the snapshot is its own: 8 clusters.
    let text = pilot.drawn().text
    #expect(text.contains("S snapshots only 8 "))
    #expect(text.contains("L leaked 1 "))
    #expect(text.contains("file @\(hex(leak)) +64 KiB: leaked 1, leaked, nothing refers to it"))
  }

  @Test func theTwoCursorsFollowEachOther() throws {
    let disk = try SpoiltDisk()
    let pilot = try pilot(disk)
    try pilot.go(to: "60M+3c+5")
    try pilot.press("s")
    let host = disk.host(of: (60 << 20) + 3 * 65_536)
    #expect(pilot.model.hosts.cursor.rawValue == host + 5)
    #expect(pilot.cursor == (60 << 20) + 3 * 65_536 + 5)
    try pilot.press("l")
    #expect(pilot.model.hosts.cursor.rawValue == host + 65_536)
    #expect(pilot.cursor == (60 << 20) + 4 * 65_536)
    try pilot.press("s")
    #expect(pilot.drawn().text.contains("Map · guest"))
    #expect(pilot.cursor == (60 << 20) + 4 * 65_536)
    // A place without a guest offset leaves the disk where it was.
    try pilot.press("s g g")
    #expect(pilot.model.hosts.cursor == .zero)
    #expect(pilot.cursor == (60 << 20) + 4 * 65_536)
    #expect(pilot.drawn().text.contains("file @0x0 +64 KiB: header 1, refcount 1, header"))
    try pilot.go(to: "16M")
    #expect(pilot.model.hosts.cursor.rawValue == disk.host(of: 16 << 20))
  }

  @Test func theHexViewBesideItFollows() throws {
    let disk = try SpoiltDisk()
    let pilot = try pilot(disk, width: 120, height: 40, screen: .main)
    try pilot.press("Shift-Tab s Tab")
    #expect(pilot.model.focus == .hex)
    try pilot.go(to: "2M+7")
    #expect(pilot.model.hosts.cursor.rawValue == disk.host(of: 2 << 20) + 7)
    try pilot.press("l j")
    #expect(pilot.cursor == (2 << 20) + 24, "the file does not pull the bytes away")
  }

  @Test func enterShowsTheBytes() throws {
    let disk = try SpoiltDisk()
    let pilot = try pilot(disk)
    try pilot.go(to: "60M")
    try pilot.press("s l Enter")
    #expect(pilot.model.screen == .hex)
    #expect(pilot.cursor == (60 << 20) + 65_536)
    #expect(try pilot.hexLines().contains { $0.hasPrefix("D000003c10000 05 05") })
    try pilot.press("2 g g Enter")
    #expect(pilot.model.screen == .map)
    #expect(pilot.message.contains("no byte of the disk is in this cell: refcount 1, header"))
  }

  @Test func cellsAreMadeLargerAndSmaller() throws {
    let pilot = try pilot(SpoiltDisk(), width: 24, height: 10)
    try pilot.press("s")
    let map = try #require(pilot.model.hostLayout)
    #expect(pilot.model.hostCellBits(map) == map.fittingBits)
    #expect(map.fittingBits > 16)
    try pilot.press("+", times: 5)
    #expect(pilot.model.hostCellBits(map) == 16)
    #expect(pilot.message.contains("no finer"))
    #expect(pilot.drawn().text.contains("HRR1"))
    try pilot.press("G $")
    #expect(pilot.model.hosts.top > .zero)
    #expect(pilot.model.hostCell?.upperBound.rawValue == map.size)
    try pilot.press("=")
    #expect(pilot.model.hostCellBits(map) == map.fittingBits)
    try pilot.press("-")
    #expect(pilot.message.contains("the whole file is on the map"))
  }

  @Test func rowsOfTheLedgerAndFindingsOpenTheirCells() throws {
    var disk = try SpoiltDisk()
    let leak = disk.leak()
    let pilot = try pilot(disk, screen: .space)
    let rows = try #require(pilot.model.audit.report?.ledger?.rows)
    try pilot.press("j", times: try #require(rows.firstIndex { $0.account == .leaked }))
    try pilot.press("Enter")
    #expect(pilot.model.hosts.cursor.rawValue == leak)
    #expect(pilot.message.contains("the first cluster of leaked is at 0x"))
    try pilot.press("s % 0 Enter")
    #expect(try letter(pilot, at: pilot.model.hosts.cursor.rawValue) == "D")
    try pilot.press("s 8")
    let groups = pilot.model.audit.groups
    try pilot.press("j", times: try #require(groups.firstIndex { $0.problem == .leak }))
    try pilot.press("Enter")
    #expect(pilot.model.hosts.isShown && pilot.model.screen == .map)
    #expect(pilot.model.hosts.cursor.rawValue == leak)
  }

  @Test(arguments: [(20, 5), (40, 12), (80, 24), (120, 40), (200, 60)])
  func everyKeyWorksAtBothEnds(size: (Int, Int)) throws {
    let pilot = try pilot(SpoiltDisk(), width: size.0, height: size.1)
    try pilot.press("s")
    for end in ["g g", "G", "g g +", "G +"] {
      for key in ["h", "j", "k", "l", "^U", "^D", "PgUp", "PgDn", "0", "$", "c", "z", "Enter 2"] {
        try pilot.press("\(end) \(key)")
        let map = try #require(pilot.model.hostLayout)
        #expect(pilot.model.hosts.cursor.rawValue < map.size)
        let bits = pilot.model.hostCellBits(map)
        let rows = (pilot.model.hosts.cursor - pilot.model.hosts.top) / map.rowBytes(bits)
        #expect(rows < map.rows, "\(key)")
        #expect(pilot.drawn(.ascii).cells.allSatisfy { (0x20...0x7e).contains($0.scalar.value) })
      }
    }
  }
}
