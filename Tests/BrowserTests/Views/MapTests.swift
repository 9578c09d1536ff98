import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// What the map counts, judged by `qemu-img map`.
@Suite struct MapTests {
  /// 8 GiB are more units than the survey has stretches, so fine cells are read apart.
  @Test(arguments: [("8G", ["cluster_size=65536"]), ("64M", ["cluster_size=512"])])
  func cellsCountWhatQEMUCounts(size: String, options: [String]) throws {
    let pattern = try Pattern(size: size, options: options)
    let pilot = try Pilot(pattern, width: 80, height: 24, screen: .map)
    for place in ["0", "2M", "40M", "$"] {
      try pilot.press("=")
      try pilot.go(to: place)
      var bits = Int.max
      while let grid = pilot.model.grid, grid.frame.cellBits < bits {
        bits = grid.frame.cellBits
        expectCounts(grid, pattern)
        try pilot.press("+")
      }
      #expect(UInt64(bits) == UInt64(pilot.model.image.geometry.clusterBits))
    }
  }

  @Test func subclustersAreCounted() throws {
    let pattern = try Pattern(options: ["extended_l2=on", "cluster_size=65536"])
    let pilot = try Pilot(pattern, width: 120, height: 40, screen: .map)
    try pilot.press("+", times: 12)
    let grid = try #require(pilot.model.grid)
    #expect(grid.frame.cellBits == 11)
    expectCounts(grid, pattern)
    #expect(pilot.drawn().text.contains("2 KiB a cell = 1 subcluster"))
    #expect(pilot.message == "one subcluster a cell: no finer")
  }

  /// Whatever the size of a cell, the 32 subclusters of the cursor's cluster are letters.
  @Test func theClustersSubclustersAreLetters() throws {
    let pattern = try Pattern(options: ["extended_l2=on", "cluster_size=65536"])
    // Half a cluster of data, zeros in it, and a lone subcluster.
    try QEMU.io(
      pattern.path,
      ["write -P 1 8M 32k", "write -z 8196k 6k", "write -z -u 8212k 2k", "write -P 1 9M 2k"])
    let pilot = try Pilot(path: pattern.path, width: 120, height: 40, screen: .map)
    let letters: [(place: String, letters: String)] = [
      ("8M", "DDZZZDDDDDZDDDDD" + String(repeating: ".", count: 16)),
      ("9M", "D" + String(repeating: ".", count: 31)),
      ("512k", String(repeating: "C", count: 32)), ("1M", String(repeating: "z", count: 32)),
    ]
    for (place, expected) in letters {
      try pilot.go(to: place + "+1k")
      let cluster = pilot.model.image.geometry.cluster(of: pilot.model.cursor)
      let text = pilot.drawn().text
      #expect(text.contains("cluster \(cluster) \(expected) subcluster 0 of 32"), "\(place)")
      guard place != "512k" else { continue }
      #expect(text.contains("sub 0 \(expected)"), "the line of the path, at \(place)")
    }
  }

  private func expectCounts(_ grid: CellGrid, _ pattern: Pattern) {
    let (frame, bits) = (grid.frame, UInt64(grid.frame.unitBits))
    for index in grid.cells.indices {
      let range = frame.range(of: index)
      let bytes = range.lowerBound.rawValue..<range.upperBound.rawValue
      for kind in ExtentKind.allCases {
        let expected = pattern.units(kind, in: bytes, bits: bits)
        guard grid.cells[index][kind] != expected else { continue }
        let found = "\(kind) \(grid.cells[index][kind]), not \(expected), in \(bytes)"
        Issue.record("\(found) at \(frame.cellBits) bits")
      }
    }
  }

  @Test func theLegendCountsTheWholeDisk() throws {
    let pattern = try Pattern()
    let pilot = try Pilot(pattern, width: 120, height: 40, screen: .map)
    let whole = 0..<pattern.size
    for kind in ExtentKind.allCases {
      #expect(pilot.model.surveyed[kind] == pattern.units(kind, in: whole, bits: 16), "\(kind)")
    }
    let legend = try #require(pilot.drawn().lines.first { $0.contains("compr") })
    for words in ["data 9 ", "compr 2 ", "zero kept 1 ", "zero 4 ", "hole 1,008"] {
      #expect("\(legend) ".contains(words), "\(words) in \(legend)")
    }
  }

  @Test func theCursorsCellHasTheCursor() throws {
    let pilot = try Pilot(Pattern(size: "8G"), width: 100, height: 30, screen: .map)
    for place in ["0", "0x30000", "40M+5", "3G+77", "$"] {
      try pilot.press("=")
      try pilot.go(to: place)
      let cursor = pilot.cursor
      for key in Array(repeating: "+", count: 12) + Array(repeating: "-", count: 12) {
        try pilot.press(key)
        #expect(pilot.cursor == cursor, "zooming keeps the cursor")
        let cell = try #require(pilot.model.cursorCell)
        #expect(cell.contains(pilot.model.cursor))
        let grid = try #require(pilot.model.grid)
        let index = try #require(grid.frame.cell(at: pilot.model.cursor))
        #expect(grid.frame.range(of: index) == cell)
        try expectOneCursor(pilot, at: index)
      }
      #expect(pilot.model.wantedCellBits == nil)
    }
  }

  private func expectOneCursor(_ pilot: Pilot, at index: Int) throws {
    let area = try #require(pilot.model.layout.content(of: .map))
    let map = try #require(pilot.model.mapLayout)
    let surface = pilot.drawn()
    for row in 0..<map.rows {
      for column in 0..<map.cellsPerRow {
        let cell = surface[area.x + map.labelWidth + column, area.y + row]
        let isCursor = row * map.cellsPerRow + column == index
        #expect((cell.style.role == .cursor) == isCursor, "row \(row) column \(column)")
      }
    }
  }

  @Test func enterOpensTheFirstAllocatedByteOfACell() throws {
    let pilot = try Pilot(Pattern(), width: 100, height: 30, screen: .map)
    try pilot.press("= -")
    #expect(pilot.message == "the whole disk is on the map")
    // 64 MiB on 64 x 23 cells: one cluster a cell.
    #expect(pilot.model.grid?.frame.cellBits == 16)
    try pilot.go(to: "0x30000+99")
    try pilot.press("Enter")
    #expect(pilot.model.screen == .hex)
    #expect(pilot.cursor == 0x30000)
    pilot.resize(60, 10)
    try pilot.press("2 =")
    try pilot.go(to: "40M+99")
    let cell = try #require(pilot.model.cursorCell)
    #expect(cell.upperBound - cell.lowerBound > 65_536)
    try pilot.press("Enter")
    #expect(pilot.cursor == 40 << 20)
    #expect(pilot.message == "first allocated byte of the cell: 0x2800000")
    try pilot.press("2")
    try pilot.go(to: "20M+7")
    let hole = try #require(pilot.model.cursorCell)
    try pilot.press("Enter")
    #expect(pilot.message == "the whole cell is a hole")
    #expect(pilot.cursor == hole.lowerBound.rawValue)
  }
}
