import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Rows and columns of the map: 64 MiB in 1,024 cells of one cluster, 16 rows of 64.
@Suite struct MapMovesTests {
  private let pilot: Pilot

  init() throws {
    pilot = try Pilot(Pattern(), width: 80, height: 24, screen: .map)
    #expect(pilot.model.mapLayout?.cellsPerRow == 64)
    #expect(pilot.model.grid?.frame.cellBits == 16)
  }

  private func cell(_ keys: String) throws -> UInt64 {
    try pilot.press(keys)
    return pilot.cursor >> 16
  }

  @Test func stepsAreCellsAndRows() throws {
    #expect(try cell("l l") == 2)
    #expect(try cell("j j") == 130)
    #expect(try cell("h k") == 65)
    #expect(try cell("0") == 64)
    #expect(try cell("$") == 127)
    #expect(try cell("l") == 128)
  }

  @Test func columnsAreKeptAtTheEnds() throws {
    #expect(try cell("l l l k") == 3)
    #expect(try cell("PgUp") == 3)
    #expect(try cell("^D") == 3 + 8 * 64)
    #expect(try cell("PgDn") == 3 + 15 * 64)
    #expect(try cell("j") == 3 + 15 * 64)
    #expect(try cell("^U") == 3 + 7 * 64)
    #expect(try cell("PgUp k") == 3)
  }

  @Test func aClickTakesTheCell() throws {
    let area = try #require(pilot.model.layout.content(of: .map))
    pilot.click(x: area.x + 8 + 5, y: area.y + 2)
    #expect(pilot.cursor >> 16 == 2 * 64 + 5)
    // The label and the share beside the cells are none.
    pilot.click(x: area.x + 3, y: area.y)
    pilot.click(x: area.x + 8 + 64, y: area.y)
    #expect(pilot.cursor >> 16 == 2 * 64 + 5)
  }

  /// 96 cells are no power of two: rows begin at multiples of 6 MiB.
  @Test func rowsOfAWideScreenFillIt() throws {
    let pilot = try Pilot(Pattern(), width: 120, height: 24, screen: .map)
    let map = try #require(pilot.model.mapLayout)
    #expect(map.cellsPerRow == 96)
    #expect(pilot.model.grid?.frame.cellBits == 16)
    let area = try #require(pilot.model.layout.content(of: .map))
    #expect(map.labelWidth + map.cellsPerRow + map.gutter > area.width * 9 / 10)
    let labels = pilot.drawn().lines[area.y..<area.y + 11].map { $0.split(separator: " ").first }
    #expect(labels == (0..<11).map { $0 == 0 ? "0" : "\($0 * 6)M" })
    func cell(_ keys: String) throws -> UInt64 {
      try pilot.press(keys)
      return pilot.cursor >> 16
    }
    #expect(try cell("l j") == 97)
    #expect(try cell("$") == 191)
    #expect(try cell("l 0 k") == 96)
    // 1,024 clusters: the last row has 64 of them.
    #expect(try cell("PgDn") == 960)
    #expect(try cell("$") == 1023)
    pilot.click(x: area.x + 8 + 95, y: area.y + 2)
    #expect(pilot.cursor >> 16 == 2 * 96 + 95)
    // On less room the map scrolls by whole rows.
    pilot.resize(120, 8)
    try pilot.press("G + +")
    #expect(pilot.model.mapTop.rawValue % (6 << 20) == 0)
  }
}
