import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// The lists of snapshots and bitmaps, and what choosing a row of them does.
@Suite struct SnapshotScreenTests {
  private let directory: TemporaryDirectory
  private let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "4M")
    try QEMU.io(path, ["write -P 0x31 0 64k"])
    try succeed("qemu-img", ["snapshot", "-c", "first", path])
    try QEMU.io(path, ["write -P 0x32 0 128k"])
    try succeed("qemu-img", ["snapshot", "-c", "second", path])
    try QEMU.io(path, ["write -P 0x33 0 64k"])
    try succeed("qemu-img", ["bitmap", "--add", "-g", "64k", path, "changes"])
    try QEMU.io(path, ["write -P 0x34 1M 64k"])
  }

  @Test func eachSnapshotIsADiskAndTheWayBackIsOneKey() throws {
    let pilot = try Pilot(path: path, width: 100, height: 30)
    func firstByte() throws -> String {
      try pilot.press("3")
      return String(try pilot.hexLines()[0].dropFirst(14).prefix(2))
    }
    #expect(try firstByte() == "33")
    try pilot.press("5 Enter")
    #expect(try firstByte() == "31")
    #expect(pilot.drawn().lines[0].contains("snapshot first"))
    // The list stays that of the whole image, so another snapshot is one step away.
    try pilot.press("5 j Enter")
    #expect(try firstByte() == "32")
    #expect(pilot.model.surveyed[.data] == 2)
    try pilot.press("S")
    #expect(try firstByte() == "33")
  }

  @Test func theEndsOfAListAreReachedAsThoseOfTheDiskAre() throws {
    let pilot = try Pilot(path: path, width: 100, height: 30)
    try pilot.press("5")
    let place = pilot.cursor
    for (keys, row) in [("G", 1), ("g g", 0), ("Ctrl-End", 1), ("Ctrl-Home", 0)] {
      try pilot.press(keys)
      #expect(pilot.model.chosen[.snapshots] == row, "\(keys)")
      #expect(pilot.cursor == place)
    }
  }

  @Test func aBitmapColoursTheCellsItMarks() throws {
    let pilot = try Pilot(path: path, width: 100, height: 30)
    try pilot.press("6 Enter")
    #expect(pilot.model.screen == .map)
    guard case .dirty(let dirty)? = pilot.model.tint else {
      Issue.record("no bitmap colours the map")
      return
    }
    let cell = try #require(dirty.frame.cell(at: GuestOffset(1 << 20)))
    #expect(dirty.bytes[cell] == 65_536)
    #expect(dirty.bytes.reduce(0, +) == 65_536)
    let styles = pilot.drawn().styleLines.joined()
    #expect(styles.contains(Role.shared.rawValue))
    // The same key takes the colour away again.
    try pilot.press("6 Enter")
    #expect(pilot.model.coloring == .state)
  }

  @Test func aSnapshotOfAnotherSizeSaysWhatQEMUWouldShow() throws {
    #expect(try !pilotOfSnapshots().contains("QEMU"))
    try succeed("qemu-img", ["resize", "-q", path, "5M"])
    #expect(try pilotOfSnapshots().contains("4194304 bytes; QEMU would show it with the 5242880"))
  }

  private func pilotOfSnapshots() throws -> String {
    let pilot = try Pilot(path: path, width: 160, height: 30)
    try pilot.press("5")
    return pilot.drawn().text
  }

  @Test func emptyListsSaySo() throws {
    let plain = directory.file("plain.qcow2")
    try QEMU.create(plain, size: "1M")
    let pilot = try Pilot(path: plain)
    try pilot.press("5")
    #expect(pilot.drawn().text.contains("no internal snapshots"))
    try pilot.press("Enter j G 6")
    #expect(pilot.drawn().text.contains("no dirty bitmaps"))
    try pilot.press("Enter k")
  }

  @Test func aBrokenSnapshotTableIsAFinding() throws {
    var image = try ImageBytes(contentsOf: path)
    // extra_data_size of the first entry.
    let table = Int(image.number(at: 64, width: 8))
    image.store(0xffff_ffff, at: table + 36, width: 4)
    let opened = try Image(MemoryStorage(image.bytes, name: "broken"))
    let pilot = Pilot(opened, width: 120, height: 30)
    try pilot.press("5")
    #expect(pilot.drawn().text.contains("! snapshot 0 at"))
    try pilot.press("3")
    #expect(try pilot.hexLines()[0].contains("33 33"))
  }
}
