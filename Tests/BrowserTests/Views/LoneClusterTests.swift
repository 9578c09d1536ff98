import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Nothing is rounded away, and no share is rounded to nothing or to all.
@Suite struct LoneClusterTests {
  private static let place: UInt64 = 36_283_883_716_608 + 3 * 65_536

  private let directory: TemporaryDirectory
  private let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("lone.qcow2")
  }

  private func huge() throws -> Pilot {
    try QEMU.create(path, size: "64T")
    try QEMU.io(path, ["write -P 9 \(Self.place) 64k"])
    return try Pilot(path: path, width: 120, height: 40, screen: .map)
  }

  @Test func aLoneClusterIsSeenOnAHugeDisk() throws {
    let pilot = try huge()
    let surface = pilot.drawn()
    let area = try #require(pilot.model.layout.content(of: .map))
    let map = try #require(pilot.model.mapLayout)
    let grid = try #require(pilot.model.grid)
    let index = try #require(grid.frame.cell(at: GuestOffset(Self.place)))
    let (row, column) = (index / map.cellsPerRow, index % map.cellsPerRow)
    let cell = surface[area.x + map.labelWidth + column, area.y + row]
    #expect(cell.scalar == "·")
    #expect(cell.style.role == .data)
    #expect(surface.lines[area.y + row].hasSuffix(" <1%"))
    #expect(surface.lines[area.y + row + 1].hasSuffix("  0%"))
    let seen = surface.lines[area.y..<area.y + map.rows].joined().filter { "·░▒▓█".contains($0) }
    #expect(seen == "·", "the only one")
    #expect(surface.text.contains("data 1 "))
    #expect(surface.text.contains("hole 1,073,741,823"))
  }

  @Test func theJumpFindsItAndTheMapFollows() throws {
    let pilot = try huge()
    try pilot.press("] d")
    #expect(pilot.cursor == Self.place)
    #expect(pilot.message.hasSuffix("64 KiB long, skipped 33 TiB hole"), "\(pilot.message)")
    try pilot.press("+", times: 30)
    let index = try #require(pilot.model.grid?.frame.cell(at: pilot.model.cursor))
    #expect(pilot.model.grid?.cells[index][.data] == 1)
    #expect(pilot.model.grid?.frame.cellBits == 16)
  }

  /// A label that does not fit must not read as another offset.
  @Test func rowLabelsDoNotLie() throws {
    let pilot = try huge()
    try pilot.go(to: "\(Self.place)")
    for _ in 0..<24 {
      try expectLabels(pilot)
      try pilot.press("+")
    }
  }

  private func expectLabels(_ pilot: Pilot) throws {
    let area = try #require(pilot.model.layout.content(of: .map))
    let map = try #require(pilot.model.mapLayout)
    let grid = try #require(pilot.model.grid)
    let lines = pilot.drawn().lines
    for row in 0..<map.rows {
      let range = grid.frame.range(of: row * map.cellsPerRow)
      guard !range.isEmpty else { break }
      let start = range.lowerBound.rawValue
      let label = lines[area.y + row].prefix(map.labelWidth).filter { $0 != " " }
      guard map.labelWidth > 0 else { continue }
      let digits = String(start, radix: 16)
      let isTail = label.hasPrefix("…") && digits.hasSuffix(label.dropFirst())
      #expect(isTail || value(label) == start, "\(label) for 0x\(digits)")
    }
  }

  private func value(_ label: String) -> UInt64? {
    if label.hasPrefix("0x") { return UInt64(label.dropFirst(2), radix: 16) }
    guard let unit = label.last, let power = "BKMGTP".firstIndex(of: unit) else {
      return UInt64(label)
    }
    let shift = UInt64("BKMGTP".distance(from: "BKMGTP".startIndex, to: power) * 10)
    return UInt64(label.dropLast()).map { $0 << shift }
  }

  @Test func almostFullIsNotFull() throws {
    // 1,024 clusters, of which all but one hold data.
    try QEMU.create(path, size: "64M")
    try QEMU.io(path, ["write -P 1 0 32M", "write -P 1 33619968 33488896"])
    let pilot = try Pilot(path: path, width: 80, height: 16, screen: .map)
    try pilot.press("G")
    pilot.resize(24, 9)
    let surface = pilot.drawn()
    let text = surface.text
    #expect(text.contains("▓"), "the cell with the hole:\n\(text)")
    #expect(text.contains("█"))
    pilot.resize(80, 9)
    #expect(pilot.drawn().text.contains(">99%"), "\(pilot.drawn().text)")
    #expect(pilot.drawn().text.contains(" 100%"))
  }
}
