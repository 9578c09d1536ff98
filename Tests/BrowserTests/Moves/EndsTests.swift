import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Every key of movement at both ends of disks from nothing to 64 TiB.
@Suite struct EndsTests {
  /// Sizes as `qemu-img create` takes them.
  static let sizes = ["0", "512", "262656", "64T"]
  private static let keys =
    ["h", "j", "k", "l", "^U", "^D", "PgUp", "PgDn", "0", "$", "g g", "G", "+", "-", "=", "Enter"]
    + [
      "}", "{", "] d", "[ d", "] h", "[ h", "] z", "[ c", "] !", ";", ",", "[ d ,", "] z ,", "u",
      "U", "' '",
    ]
    + ["Tab", "z", "w", "1", "2", "3", "m a", "' a"]

  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func pilot(_ size: String, _ width: Int = 80, _ height: Int = 24) throws -> Pilot {
    let path = directory.file("disk.qcow2")
    try QEMU.create(path, size: size)
    return try Pilot(path: path, width: width, height: height)
  }

  @Test(arguments: sizes, Screen.allCases)
  func everyKeyWorksAtBothEnds(size: String, screen: Screen) throws {
    let pilot = try pilot(size)
    for end in ["g g", "G"] {
      for key in Self.keys {
        try pilot.press("\(screen.key) \(end) \(key)")
        try pilot.expectCursorInSight()
        if pilot.model.isZoomed { try pilot.press("z") }
        // Every pane in turn has the focus.
        try pilot.press("1 Tab \(key)")
        try pilot.expectCursorInSight()
      }
    }
  }

  @Test(arguments: sizes)
  func endsAreTheFirstAndTheLastByte(size: String) throws {
    let pilot = try pilot(size)
    let last = max(pilot.model.image.geometry.virtualSize, 1) - 1
    for keys in ["G", "Ctrl-End"] {
      try pilot.press("g g \(keys)")
      #expect(pilot.cursor == last)
      try pilot.press("l j")
      #expect(pilot.cursor == last)
    }
    for keys in ["g g", "Ctrl-Home"] {
      try pilot.press("G \(keys)")
      #expect(pilot.cursor == 0)
      try pilot.press("h k PgUp ^U")
      #expect(pilot.cursor == 0)
    }
  }

  @Test func aHugeDiskScrollsFromEndToEnd() throws {
    let pilot = try pilot("64T", 120, 40)
    let size: UInt64 = 70_368_744_177_664
    #expect(pilot.model.image.geometry.virtualSize == size)
    // By cells of the map: a page is all of it at fit, and a row is a row.
    try pilot.press("2")
    for _ in 0..<100 where pilot.cursor < size - size / 32 { try pilot.press("j") }
    #expect(pilot.cursor >= size - size / 32)
    try pilot.press("$ 3")
    #expect(pilot.model.hexTop.rawValue > size - size / 1024)
    try pilot.expectCursorInSight()
    try pilot.press("G ^B")
    #expect(pilot.cursor < size - 16 * 20)
    try pilot.press("^F")
    try pilot.expectCursorInSight()
    // The last row is on the screen, whole.
    try pilot.press("G")
    #expect(try pilot.hexLines().contains { $0.hasPrefix(".3ffffffffff0 00 00") })
  }

  @Test func zoomingInOnAHugeDiskKeepsEverythingInRange() throws {
    let pilot = try pilot("64T")
    try pilot.press("2 G")
    for _ in 0..<40 {
      try pilot.press("+ $ j PgDn")
      #expect(pilot.cursor < pilot.model.image.geometry.virtualSize)
      #expect(pilot.model.cursorCell?.contains(pilot.model.cursor) == true)
    }
    try pilot.press("+")
    #expect(pilot.message == "one cluster a cell: no finer")
    try pilot.press("PgUp ^U 0 g g")
    #expect(pilot.cursor == 0)
  }
}
