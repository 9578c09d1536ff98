import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// The colours of the file's bytes, and who has those that are part of no structure.
@Suite struct StructureColorTests {
  private let directory: TemporaryDirectory
  private let path: String
  private let bytes: ImageBytes

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "1M", options: ["cluster_size=512"])
    try QEMU.io(path, ["write -P 1 0 2k", "write -c -P 2 4k 512"])
    try succeed("qemu-img", ["snapshot", "-c", "first", path])
    try QEMU.io(path, ["write -P 3 512 512"])
    bytes = try ImageBytes(contentsOf: path)
  }

  /// The hex view on a byte of the file, which is in the first row.
  private func pilot(at place: Int) throws -> Pilot {
    let pilot = try Pilot(path: path, width: 80, height: 40, screen: .hex)
    try pilot.press("s g g")
    try pilot.press("j", times: place / 16)
    try pilot.press("l", times: place % 16)
    return pilot
  }

  private func style(_ place: Int, _ pilot: Pilot) throws -> Style {
    let area = try #require(pilot.model.layout.content(of: .hex))
    let hex = try #require(pilot.model.hexLayout)
    let index = place - Int(pilot.model.hexStart)
    return pilot.drawn()[area.x + hex.column(ofByte: index % 16), area.y + index / 16].style
  }

  @Test func fieldsHaveTwoShadesInTurn() throws {
    let table = bytes.l2Table(0)
    let pilot = try pilot(at: table + 40)
    for place in table..<table + 40 {
      let style = try style(place, pilot)
      #expect(style.role == .data)
      #expect(style.traits.contains(.shaded) == ((place - table) / 8 % 2 == 1), "\(place)")
    }
    #expect(pilot.drawn().text.contains("Hex · file · L2 table of L1[0] of the active disk"))
    try pilot.press("t")
    #expect(try style(table + 8, pilot).role == .muted || style(table + 8, pilot).role == .text)
    try pilot.press("t")
    #expect(try style(table + 8, pilot).role == .data)
  }

  /// The fields of the header by their places in the specification.
  @Test func theHeaderIsCutIntoItsFields() throws {
    let pilot = try pilot(at: 0x60)
    let starts = [0, 4, 8, 16, 20, 24, 32, 36, 40, 48, 56, 60, 64, 72, 80, 88, 96, 100, 104]
    for (index, start) in starts.enumerated() where start != 0x60 {
      let style = try style(start, pilot)
      #expect(style.role == .metadata)
      #expect(style.traits.contains(.shaded) == (index % 2 == 1), "\(start)")
      // The compression type is one byte, all others are of four or eight.
      if start < 104 { #expect(try self.style(start + 3, pilot) == style) }
    }
  }

  /// Where colours are missing a line below tells the two shades apart.
  @Test func shadesAreSeenWithoutColours() {
    for theme in Theme.allCases {
      for depth in ColorDepth.allCases {
        for role in [Role.data, .shared, .metadata, .backing, .compressed] {
          let (one, two) = (
            theme.look(Style(role), at: depth), theme.look(Style(role, .shaded), at: depth)
          )
          #expect(one != two, "\(theme) \(depth) \(role)")
          #expect(!two.traits.contains(.shaded))
        }
      }
    }
  }

  @Test func whoHasAClusterIsTold() throws {
    let data = Int(bytes.number(at: bytes.l2Entry(0, 0), width: 8) & 0x00ff_ffff_ffff_fe00)
    let pilot = try pilot(at: data + 9)
    pilot.resize(160, 40)
    let line = pilot.drawn().lines[try #require(pilot.model.layout.inspector).y]
    #expect(line.contains("refcount 2"))
    #expect(line.contains("guest 0x0"))
    #expect(line.contains("first"))
    // The disk's cursor goes to the same byte.
    #expect(pilot.cursor == 9)
    try pilot.press("s")
    #expect(pilot.model.hexSpace == .guest && pilot.cursor == 9)
  }

  @Test func anEntryTellsWhatItMaps() throws {
    let pilot = try pilot(at: bytes.l2Entry(0, 3))
    let line = pilot.drawn().lines[try #require(pilot.model.layout.inspector).y]
    #expect(line.contains("L2[3]: data at 0x"))
    #expect(line.contains("for guest 0x600"))
  }
}

/// The column of offsets.
@Suite struct OffsetNotationTests {
  @Test func offsetsCountWhatIsChosen() throws {
    let pilot = try Pilot(Pattern(), width: 80, height: 24, screen: .hex)
    try pilot.go(to: "0x12345")
    let row = {
      try pilot.hexLines().first {
        $0.contains("12340") || $0.contains("74560")
          || $0.contains("145+140") || $0.contains("1+2340")
      }
    }
    #expect(try row()?.hasPrefix(".000000012340 ") == true)
    for text in ["       74560 ", "     145+140 ", "      1+2340 ", "000000012340 "] {
      try pilot.press("o")
      #expect(try row()?.dropFirst().hasPrefix(text) == true, "\(text)")
    }
  }

  /// A disk of which offsets have thirteen decimal digits still has rows of sixteen bytes.
  @Test func wideOffsetsFit() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("large.qcow2")
    try QEMU.create(path, size: "2T")
    for width in [20, 40, 80, 120, 200] {
      let pilot = try Pilot(path: path, width: width, height: 30, screen: .hex)
      for bytes in [16, 8, 16, 16] {
        try pilot.press("o G")
        try pilot.expectCursorInSight()
        if width == 80 { #expect(pilot.model.hexLayout?.bytesPerRow == bytes) }
      }
    }
  }
}
