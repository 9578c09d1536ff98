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
}
