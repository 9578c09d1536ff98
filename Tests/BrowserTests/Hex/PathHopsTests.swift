import Browser
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// The hops of the path and the pointers of the file, against the places that the bytes name.
@Suite struct PathHopsTests {
  private let directory: TemporaryDirectory
  private let path: String
  private let bytes: ImageBytes

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "1M", options: ["cluster_size=512"])
    try QEMU.io(path, ["write -P 1 0 2k", "write -P 2 40k 512"])
    bytes = try ImageBytes(contentsOf: path)
  }

  private func pilot(_ width: Int = 120, _ height: Int = 40) throws -> Pilot {
    let pilot = try Pilot(path: path, width: width, height: height, screen: .hex)
    try pilot.go(to: "40k+7")
    return pilot
  }

  private func hexadecimal(_ number: UInt64) -> String { "0x" + String(number, radix: 16) }

  /// The cluster of the byte at 40k: the second L2 table maps 32 KiB and what follows.
  private var data: UInt64 {
    bytes.number(at: bytes.l2Entry(1, 16), width: 8) & 0x00ff_ffff_ffff_fe00
  }

  /// The text of the line that is reversed.
  private func reversed(_ pilot: Pilot) throws -> String {
    let line = try #require(pilot.model.layout.ribbon)
    let surface = pilot.drawn()
    return (0..<line.width).reduce(into: "") { text, x in
      guard surface[x, line.y].style.traits.contains(.reverse) else { return }
      text.unicodeScalars.append(surface[x, line.y].scalar)
    }
  }

  private func inspector(_ pilot: Pilot) throws -> String {
    pilot.drawn().lines[try #require(pilot.model.layout.inspector).y]
  }

  @Test func hopsAreWalkedAndDecoded() throws {
    let pilot = try pilot()
    #expect(try reversed(pilot).isEmpty)
    try pilot.press("Ctrl-Right")
    let l1 = bytes.number(at: bytes.l1Entry(1), width: 8)
    #expect(try reversed(pilot) == "L1[1] \(hexadecimal(l1))")
    let first = try inspector(pilot)
    #expect(first.contains("at file \(hexadecimal(UInt64(bytes.l1Entry(1))))"))
    #expect(first.contains("L2 table at \(hexadecimal(UInt64(bytes.l2Table(1)))), COPIED"))
    try pilot.press("Ctrl-Right")
    #expect(try reversed(pilot).hasPrefix("L2[16] 0x8"))
    let second = try inspector(pilot)
    #expect(second.contains("at file \(hexadecimal(UInt64(bytes.l2Entry(1, 16))))"))
    #expect(second.contains("data at \(hexadecimal(data)), COPIED"))
    try pilot.press("Ctrl-Right")
    #expect(try reversed(pilot) == "host \(hexadecimal(data + 7))")
    let cluster = "cluster \(data / 512) of disk.qcow2, byte 0x7 of it"
    #expect(try inspector(pilot).contains(cluster))
    try pilot.press("Ctrl-Left Ctrl-Left Ctrl-Left")
    #expect(try reversed(pilot) == "guest 0xa007")
    let indexes = "entry 1 of the L1 table, 16 of its L2 table, byte 0x7 of the cluster"
    #expect(try inspector(pilot).contains(indexes))
    try pilot.press("Esc")
    #expect(try reversed(pilot).isEmpty)
    // Another byte has another path.
    try pilot.press("Ctrl-Right l")
    #expect(try reversed(pilot).isEmpty)
  }

  @Test func enterOpensTheEntryAndBackspaceReturns() throws {
    let pilot = try pilot()
    for (steps, table, row) in [(1, EntryTable.l1, 1), (2, .l2(1), 16)] {
      try pilot.press("Ctrl-Right", times: steps)
      try pilot.press("Enter")
      #expect(pilot.model.screen == .tables && pilot.model.entries.table == table)
      #expect(pilot.model.chosen[.tables] == row)
      #expect(pilot.cursor == 0xa007)
      try pilot.press("Backspace")
      #expect(pilot.model.screen == .hex && pilot.model.hexSpace == .guest)
      try pilot.press("Ctrl-Left Esc")
    }
  }

  /// The list of entries is that of the cursor, although it was never looked at before.
  @Test func tablesFollowTheCursorAfterComingBack() throws {
    let pilot = try pilot()
    try pilot.press("Ctrl-Right Ctrl-Right Ctrl-Right Enter Backspace 4")
    #expect(pilot.model.entries.table == .l2(1))
    #expect(pilot.model.chosen[.tables] == 16)
  }

  @Test func enterOpensTheByteInTheFile() throws {
    let pilot = try pilot()
    try pilot.press("Ctrl-Right Ctrl-Right Ctrl-Right Enter")
    for _ in 0..<2 {
      #expect(pilot.model.hexSpace == .host && pilot.model.hexPlace == data + 7)
      try pilot.press("Backspace")
      #expect(pilot.model.hexSpace == .guest && pilot.cursor == 0xa007)
      try pilot.press("U")
    }
  }

  @Test func aHopIsOpenedFromOtherViewsToo() throws {
    let pilot = try pilot()
    try pilot.press("2 Ctrl-Left Ctrl-Left Enter")
    #expect(pilot.model.screen == .hex && pilot.model.focus == .hex)
    try pilot.press("Backspace")
    #expect(pilot.model.screen == .map && pilot.model.focus == .map)
  }

  @Test func aClickChoosesAHop() throws {
    let pilot = try pilot(80, 24)
    let line = try #require(pilot.model.layout.ribbon)
    let text = pilot.drawn().lines[line.y]
    let place = try #require(
      text.firstIndex(of: "L").map { text.distance(from: text.startIndex, to: $0) })
    pilot.click(x: place + 1, y: line.y)
    #expect(try reversed(pilot) == "L1[1]")
    pilot.click(x: place + 1, y: line.y)
    #expect(pilot.model.entries.table == .l1)
  }

  /// Where the line is too short, the chosen hop is on it.
  @Test(arguments: [20, 30, 40, 60, 80])
  func theChosenHopIsInSight(width: Int) throws {
    let pilot = try pilot(width, 12)
    for _ in 0..<5 {
      try pilot.press("Ctrl-Right")
      #expect(try !reversed(pilot).isEmpty)
    }
    #expect(try reversed(pilot) == "data")
  }

  @Test func pointersAreFollowed() throws {
    let pilot = try Pilot(path: path, width: 80, height: 24, screen: .hex)
    try pilot.press("s g g j j l l l l l l l l")
    #expect(pilot.model.hexPlace == 40)
    // The header names the L1 table, which names an L2 table, which names a cluster.
    let way = [
      bytes.l1Entry(0), bytes.l2Table(0),
      Int(bytes.number(at: bytes.l2Entry(0, 0), width: 8) & 0xfffe00),
    ]
    for place in way {
      try pilot.press("Enter")
      #expect(pilot.model.hexPlace == UInt64(place))
    }
    try pilot.press("Enter")
    #expect(pilot.message == "these bytes are no pointer")
    for place in way.dropLast().reversed() + [40] {
      try pilot.press("Backspace")
      #expect(pilot.model.hexPlace == UInt64(place) && pilot.model.hexSpace == .host)
    }
    try pilot.press("k l l l l Enter")
    #expect(pilot.model.hexPlace == 28)
    #expect(pilot.message == "this field leads nowhere")
  }

  @Test func pointersPastTheEndAreRefused() throws {
    var bytes = bytes
    bytes.store(1 << 63 | 0x7f00_0000, at: bytes.l2Entry(0, 0), width: 8)
    let image = try Image(MemoryStorage(bytes.bytes, name: "disk.qcow2"))
    let pilot = Pilot(image, width: 80, height: 24, screen: .hex)
    try pilot.press("Ctrl-Right Ctrl-Right")
    #expect(try inspector(pilot).contains("the cluster at 0x7f000000"))
    // The entry is the first of the table, to which the L1 entry leads, to which the header does.
    try pilot.press("Esc s g g j j l l l l l l l l Enter Enter Enter")
    #expect(pilot.message == "it leads to 0x7f000000, past the end of the file")
    #expect(pilot.model.hexPlace == UInt64(bytes.l2Entry(0, 0)))
  }

  @Test func hopsOfLayersBelowSayWhereTheyAre() throws {
    let top = directory.file("top.qcow2")
    try QEMU.create(top, size: "1M", arguments: ["-b", "disk.qcow2", "-F", "qcow2"])
    let gate = FolderGate(ownFolderOf: FilePath(top))
    let pilot = Pilot(
      disk: try Disk(FilePath(top), gate: gate), width: 160, height: 40, screen: .hex)
    // guest, L1 = 0, not allocated, the layer, its L1 entry
    try pilot.press("Ctrl-Right Ctrl-Right Ctrl-Right")
    #expect(try reversed(pilot) == "layer 1 disk.qcow2")
    try pilot.press("Ctrl-Right")
    #expect(try inspector(pilot).contains("L1[0] at file \(hexadecimal(UInt64(bytes.l1Entry(0))))"))
    let before = pilot.drawn().text
    try pilot.press("Enter")
    // The layer is shown as the disk, at the same byte.
    #expect(pilot.model.choice == "layer 1 disk.qcow2")
    #expect(pilot.model.screen == .tables && pilot.model.entries.table == .l1)
    #expect(pilot.cursor == 0)
    try pilot.press("Backspace")
    #expect(pilot.model.choice == nil && pilot.model.screen == .hex)
    #expect(
      pilot.drawn().lines.dropLast(3)
        == before.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        .dropLast(3))
    try pilot.press("U")
    #expect(pilot.model.choice == "layer 1 disk.qcow2" && pilot.model.screen == .tables)
    try pilot.press("Backspace")
    // The host offset is one of the file below.
    try pilot.press("Ctrl-Left Ctrl-Left")
    #expect(try reversed(pilot).hasPrefix("host 0x"))
    try pilot.press("Enter")
    #expect(pilot.model.choice == "layer 1 disk.qcow2" && pilot.model.hexSpace == .host)
    let place = bytes.number(at: bytes.l2Entry(0, 0), width: 8) & 0xffff_ffff
    #expect(pilot.model.hexPlace == place)
    try pilot.press("Backspace")
    #expect(pilot.model.choice == nil && pilot.model.hexSpace == .guest)
    try pilot.press("Ctrl-Right", times: 3)
    try pilot.press("Enter")
    #expect(pilot.model.screen == .chain && pilot.model.chosen[.chain] == 1)
  }
}
