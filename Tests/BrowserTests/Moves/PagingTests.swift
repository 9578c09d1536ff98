import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Rows and pages of the hex view.
@Suite struct PagingTests {
  private let pilot: Pilot

  init() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "1M")
    pilot = try Pilot(path: path, width: 80, height: 24, screen: .hex)
    try pilot.go(to: "0x40008")
  }

  @Test(arguments: [("PgDn", "PgUp"), ("^F", "^B"), ("Space", "b"), ("^D", "^U"), ("j", "k")])
  func thereAndBack(there: String, back: String) throws {
    let (cursor, top) = (pilot.cursor, pilot.model.hexTop)
    try pilot.press(there, times: 40)
    #expect(pilot.cursor > cursor)
    try pilot.expectCursorInSight()
    try pilot.press(back, times: 40)
    #expect(pilot.cursor == cursor)
    // Whole pages bring the view back too.
    if there != "^D", there != "j" { #expect(pilot.model.hexTop == top) }
  }

  @Test func aPageIsTheRowsOfThePane() throws {
    let rows = UInt64(try #require(pilot.model.layout.content(of: .hex)).height)
    #expect(rows == 24 - 6)
    try pilot.press("PgDn")
    #expect(pilot.cursor == 0x40008 + rows * 16)
    try pilot.press("^D")
    #expect(pilot.cursor == 0x40008 + rows * 16 + rows / 2 * 16)
  }

  @Test func rowsHaveStartsAndEnds() throws {
    try pilot.press("0")
    #expect(pilot.cursor == 0x40000)
    try pilot.press("$")
    #expect(pilot.cursor == 0x4000f)
    try pilot.press("l")
    #expect(pilot.cursor == 0x40010)
    try pilot.press("h h ^")
    #expect(pilot.cursor == 0x40000)
    try pilot.press("End j k Home")
    #expect(pilot.cursor == 0x40000)
  }

  @Test func columnsAreKeptAtTheEnds() throws {
    try pilot.press("g g l l l k")
    #expect(pilot.cursor == 3)
    try pilot.press("j PgUp")
    #expect(pilot.cursor == 3)
    try pilot.press("G 0 l l l j")
    #expect(pilot.cursor == 0xffff3)
    try pilot.press("k ^F")
    #expect(pilot.cursor == 0xffff3)
  }

  @Test(arguments: [(8, "w"), (16, "w w"), (32, "w w w")])
  func widthsAreChosen(bytes: Int, keys: String) throws {
    pilot.resize(160, 30)
    try pilot.press(keys)
    #expect(pilot.model.hexLayout?.bytesPerRow == bytes)
    #expect(pilot.message == "bytes per row: \(bytes)")
    try pilot.press("0")
    #expect(pilot.cursor == 0x40008 / UInt64(bytes) * UInt64(bytes))
    try pilot.press("$")
    #expect(pilot.cursor % UInt64(bytes) == UInt64(bytes - 1))
    try pilot.expectCursorInSight()
  }

  /// A width that does not fit gives way, or the cursor would be out of sight.
  @Test func aChosenWidthGivesWayOnANarrowScreen() throws {
    try pilot.press("w w w")
    #expect(pilot.model.hexLayout?.bytesPerRow == 16)
    #expect(pilot.message.contains("16 fit"))
    try pilot.press("$")
    try pilot.expectCursorInSight()
    pilot.resize(160, 24)
    #expect(pilot.model.hexLayout?.bytesPerRow == 32)
  }

  @Test func theCursorStaysInSightOnResize() throws {
    for expression in ["0", "0x40008", "0x4000f", "0x54321", "$"] {
      try pilot.go(to: expression)
      for (width, height) in [
        (80, 24), (200, 60), (40, 12), (20, 5), (300, 100), (24, 7), (80, 24),
      ] {
        pilot.resize(width, height)
        try pilot.expectCursorInSight()
        try pilot.press("$ j 0 k PgDn PgUp")
        try pilot.expectCursorInSight()
        try pilot.press("w 0 $")
        try pilot.expectCursorInSight()
      }
    }
  }
}
