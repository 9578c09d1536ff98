import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// The view of tables, against the entries as they are in the file.
@Suite struct TablesTests {
  /// The chosen count is explained, whatever its width, and no byte of the disk where there is none.
  @Test(arguments: [1, 2, 4, 8, 16, 32, 64])
  func theChosenCountIsExplained(bits: Int) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "4M", options: ["cluster_size=512", "refcount_bits=\(bits)"])
    try QEMU.io(path, ["write 0 3M"])
    let pilot = try Pilot(path: path, screen: .tables)
    for keys in ["s", "j j j", "h j Enter j", "G"] {
      try pilot.press(keys)
      guard case .refcountBlock(let block) = pilot.model.entries.table,
        let row = pilot.model.chosen[.tables], pilot.model.entryCount > 0
      else { continue }
      let perBlock = 512 * 8 / bits
      let start = (block * perBlock + row) * 512
      try pilot.press("K")
      let lines = pilot.drawn().lines
      #expect(lines[3].hasPrefix(" refcount[\(row)]"), "\(lines[3])")
      let counts = " file \(GuestOffset(UInt64(start))).."
      #expect(lines.contains { $0.hasPrefix(" counts ") && $0.contains(counts) }, "\(counts)")
      try pilot.press("q")
    }
    try pilot.press("h G Enter K")
    #expect(pilot.model.overlay == nil)
    #expect(pilot.message.contains("names no block"))
  }

  private let directory: TemporaryDirectory
  private let path: String
  private let bytes: ImageBytes

  /// With small clusters an L2 table maps 32 KiB, and a refcount block counts 128 KiB.
  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "1M", options: ["cluster_size=512"])
    try QEMU.io(
      path, ["write -P 1 0 2k", "write -c -P 2 4k 512", "write -z 8k 512", "write -P 3 40k 512"])
    try succeed("qemu-img", ["snapshot", "-c", "first", path])
    try QEMU.io(path, ["write -P 4 512 512"])
    bytes = try ImageBytes(contentsOf: path)
  }

  private func pilot(at place: String = "40k+7", _ width: Int = 120) throws -> Pilot {
    let pilot = try Pilot(path: path, width: width, height: 40, screen: .hex)
    try pilot.go(to: place)
    try pilot.press("4")
    return pilot
  }

  private func pilot(_ image: ImageBytes, _ width: Int = 120) throws -> Pilot {
    Pilot(
      try Image(MemoryStorage(image.bytes, name: "spoilt.qcow2")), width: width, height: 40,
      screen: .tables)
  }

  private func hexadecimal(_ number: UInt64, digits: Int = 1) -> String {
    let text = String(number, radix: 16)
    return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// The row that is chosen, with one space between its columns.
  private func chosen(_ pilot: Pilot) throws -> String {
    let area = try #require(pilot.model.layout.content(of: .tables))
    let surface = pilot.drawn()
    let y = (area.y..<area.maxY).first { surface[area.x, $0].style.role == .cursor }
    let line = surface.lines[try #require(y)]
    return line.split(separator: " ").joined(separator: " ")
  }

  private func title(_ pilot: Pilot) throws -> String {
    pilot.drawn().lines[try #require(pilot.model.layout.panes[.tables]).y]
  }

  @Test func theEntryThatMapsTheCursorIsShown() throws {
    let pilot = try pilot()
    #expect(pilot.model.entries.table == .l2(1))
    #expect(
      try title(pilot).contains("L2 table of L1[1] · at \(hexadecimal(UInt64(bytes.l2Table(1))))"))
    let entry = bytes.number(at: bytes.l2Entry(1, 16), width: 8)
    let row = try chosen(pilot)
    #expect(row.hasPrefix("16 0xa000 "))
    #expect(row.contains(hexadecimal(entry, digits: 16)))
    #expect(row.contains("data at \(hexadecimal(entry & 0x00ff_ffff_ffff_fe00))"))
    #expect(row.contains(" 2 "), "the snapshot has the cluster too")
    // Nothing has moved, so that the byte is still the one under the cursor.
    #expect(pilot.cursor == 0xa007)
  }

  @Test func rowsAreTheEntriesOfTheFile() throws {
    let pilot = try pilot(at: "0")
    for index in 0..<64 {
      let entry = bytes.number(at: bytes.l2Entry(0, index), width: 8)
      let row = try chosen(pilot)
      #expect(row.hasPrefix("\(index) \(hexadecimal(UInt64(index * 512))) "))
      #expect(row.contains(hexadecimal(entry, digits: 16)))
      let words = [0: "data at", 1: "data at", 8: "compressed at", 16: "reads as zeros"]
      #expect(row.contains(words[index] ?? (index < 4 ? "data at" : "not allocated")))
      #expect(row.contains("COPIED") == (entry >> 63 == 1))
      try pilot.press("j")
    }
    #expect(try chosen(pilot).hasPrefix("63 "), "the last one stays")
  }

  @Test func enterFollowsAndBackspaceReturns() throws {
    let pilot = try pilot()
    try pilot.press("Left")
    #expect(pilot.model.entries.table == .l1)
    #expect(try chosen(pilot).contains(hexadecimal(bytes.number(at: bytes.l1Entry(1), width: 8))))
    try pilot.press("Enter")
    #expect(pilot.model.entries.table == .l2(1))
    #expect(try chosen(pilot).hasPrefix("16 "))
    try pilot.press("Enter")
    #expect(pilot.model.screen == .hex && pilot.model.hexSpace == .guest)
    #expect(pilot.cursor == 0xa007)
    try pilot.press("Backspace")
    #expect(pilot.model.screen == .tables && pilot.model.entries.table == .l2(1))
    try pilot.press("Backspace")
    #expect(pilot.model.entries.table == .l1)
    #expect(try chosen(pilot).hasPrefix("1 "))
    // An entry without a table has a page too, which says so.
    try pilot.press("G Enter")
    #expect(pilot.drawn().text.contains("L1[31] names no L2 table"))
    try pilot.press("o")
    #expect(pilot.model.entries.table == .l1)
  }

  @Test func countsLeadToClustersOfTheFile() throws {
    let pilot = try pilot(at: "512")
    let host = bytes.number(at: bytes.l2Entry(0, 1), width: 8) & 0x00ff_ffff_ffff_fe00
    try pilot.press("s")
    #expect(pilot.model.entries.table == .refcountBlock(0))
    #expect(try chosen(pilot).hasPrefix("\(host / 512) \(hexadecimal(host)) "))
    for _ in 0..<8 {
      let row = try #require(pilot.model.chosen[.tables])
      let count = bytes.number(at: bytes.refcountBlock + row * 2, width: 2)
      let text = count == 0 ? "free" : count == 1 ? "1 reference" : "\(count) references"
      #expect(try chosen(pilot).hasSuffix(text))
      try pilot.press("k")
    }
    try pilot.press("j j j j j j j j Enter")
    #expect(pilot.model.screen == .hex && pilot.model.hexSpace == .host)
    #expect(pilot.model.hexPlace == host)
    try pilot.press("Backspace h")
    #expect(pilot.model.entries.table == .refcountTable)
    #expect(try chosen(pilot).contains(hexadecimal(UInt64(bytes.refcountBlock), digits: 16)))
    try pilot.press("l")
    #expect(pilot.model.entries.table == .refcountBlock(0))
    try pilot.press("s")
    #expect(pilot.model.entries.table.self == .l2(0))
  }

  @Test func entriesAreGoneToByTheirNumbers() throws {
    let pilot = try pilot()
    let go = { (keys: String, number: String) in
      try pilot.press(keys)
      pilot.type(number)
      try pilot.press("Enter")
    }
    try go("g 2", "0x3f")
    #expect(pilot.model.entries.table == .l2(1) && pilot.cursor == 0x8000 + 63 * 512)
    try go("g 1", "20")
    #expect(pilot.model.entries.table == .l1 && pilot.cursor == 20 * 32768)
    try go("g 2", "5")
    #expect(pilot.model.entries.table == .l2(20) && pilot.cursor == 20 * 32768 + 5 * 512)
    try pilot.press("s")
    try go("g 1", "0")
    #expect(pilot.model.entries.table == .refcountTable)
    try go("g 2", "255")
    #expect(pilot.model.entries.table == .refcountBlock(0) && pilot.model.chosen[.tables] == 255)
    try pilot.press("g 2")
    pilot.type("256")
    #expect(
      pilot.model.prompt?.preview == "column 1: the refcount block 0 has the entries 0 to 255")
  }

  @Test func theListFollowsTheCursor() throws {
    let pilot = try pilot(at: "0")
    try pilot.press("] c")
    #expect(pilot.cursor == 4096 && pilot.model.chosen[.tables] == 8)
    try pilot.press("g o 4 0 k Enter")
    #expect(pilot.model.entries.table == .l2(1) && pilot.model.chosen[.tables] == 16)
    try pilot.press("j j 3")
    #expect(pilot.cursor == 0xa000 + 1024)
  }

  /// From the bytes of a table its own entry is shown.
  @Test func theEntryOfTheFilesBytesIsShown() throws {
    let pilot = try Pilot(path: path, width: 80, height: 40, screen: .hex)
    for (place, table, row) in [
      (bytes.l2Entry(1, 9) + 3, EntryTable.l2(1), 9), (bytes.l1Entry(3), .l1, 3),
      (bytes.refcountBlock + 13, .refcountBlock(0), 6),
      (bytes.refcountTable + 9, .refcountTable, 1),
    ] {
      try pilot.press("3")
      if pilot.model.hexSpace == .guest { try pilot.press("s") }
      try pilot.press("g g")
      try pilot.press("j", times: place / 16)
      try pilot.press("l", times: place % 16)
      try pilot.press("4")
      #expect(pilot.model.entries.table == table && pilot.model.chosen[.tables] == row)
    }
  }

  @Test func anEntryIsExplained() throws {
    let pilot = try pilot(at: "512")
    try pilot.press("K")
    let text = pilot.drawn().text
    #expect(text.contains("L2[1]") && text.contains("COPIED set"))
    #expect(text.contains("guest 0x200..0x3ff"))
  }

  @Test func aSnapshotHasItsOwnEntries() throws {
    let pilot = try pilot(at: "512")
    let now = bytes.number(at: bytes.l2Entry(0, 1), width: 8)
    #expect(try chosen(pilot).contains(hexadecimal(now, digits: 16)))
    try pilot.press("5 Enter 4")
    let table = Int(bytes.number(at: try #require(bytes.snapshots.first), width: 8))
    let l2 = Int(bytes.number(at: table, width: 8) & 0x00ff_ffff_ffff_fe00)
    let old = bytes.number(at: l2 + 8, width: 8)
    #expect(old != now)
    #expect(try chosen(pilot).contains(hexadecimal(old, digits: 16)))
    try pilot.press("Left")
    #expect(try title(pilot).contains("at \(hexadecimal(UInt64(table)))"))
  }

  @Test func damageIsMarked() throws {
    var image = bytes
    image.store(1 << 63 | 0x7f00_0000, at: image.l2Entry(0, 0), width: 8)
    image.store(1 << 63 | 0x1_0000 | 2, at: image.l2Entry(0, 1), width: 8)
    let shared = image.l2Entry(0, 2)
    image.store(image.number(at: shared, width: 8) | 1 << 63, at: shared, width: 8)
    image.store(1 << 63 | 0x1_0200 | 0x100, at: image.l1Entry(5), width: 8)
    image.store(0x1_0100, at: image.l1Entry(6), width: 8)
    let pilot = try pilot(image)
    #expect(try chosen(pilot).contains("! the cluster at 0x7f000000 lies past the end of its file"))
    try pilot.press("j")
    #expect(try chosen(pilot).contains("! "))
    try pilot.press("j")
    #expect(try chosen(pilot).contains("! COPIED is set, but 2 are counted"))
    try pilot.press("Left G g g")
    try pilot.press("j", times: 5)
    #expect(try chosen(pilot).contains("! "))
    let surface = pilot.drawn()
    let area = try #require(pilot.model.layout.content(of: .tables))
    // The row below the chosen one is not reversed, and stands out.
    #expect(surface[area.x + 3, area.y + 7].style.role == .error || surface.text.contains("! "))
  }

  /// Tables that cannot be: the reason is told instead of entries.
  @Test func tablesThatCannotBeListedSayWhy() throws {
    var image = bytes
    image.store(1 << 63 | 0x7f00_0000, at: image.l1Entry(0), width: 8)
    for width in [40, 80, 120] {
      let pilot = try pilot(image, width)
      try pilot.press("g 2 0 Enter")
      let text = pilot.drawn().text
      #expect(text.contains("L2 table would begin") && text.contains("0x7f000000"))
      try pilot.press("j k G g g Enter K Esc Left")
      #expect(pilot.model.entries.table == .l1)
    }
  }

  @Test func tablesBetweenClustersSayWhy() throws {
    let path = directory.file("between.qcow2")
    try QEMU.create(path, size: "8M")
    try QEMU.io(path, ["write -P 1 0 64k"])
    var image = try ImageBytes(contentsOf: path)
    let place = UInt64(image.l2Table(0)) + 512
    image.store(1 << 63 | place, at: image.l1Entry(0), width: 8)
    let pilot = try pilot(image)
    let text = "would begin at \(hexadecimal(place)), between clusters"
    #expect(pilot.drawn().text.contains(text))
    try pilot.press("Left")
    #expect(try chosen(pilot).contains("! the L2 table would begin between clusters"))
  }

  @Test func aTableThatCannotBeReadSaysSo() throws {
    let table = UInt64(bytes.l2Table(1))
    let storage = FaultyStorage(try openStorage(path), bad: [table..<table + 512])
    let pilot = Pilot(try Image(storage), width: 120, height: 40, screen: .tables)
    try pilot.go(to: "40k")
    #expect(pilot.drawn().text.contains("the table cannot be read: "))
    try pilot.press("g o 0 Enter")
    #expect(try chosen(pilot).hasPrefix("0 0x0 "))
  }

  @Test func anL1TablePastTheEndSaysSo() throws {
    var image = bytes
    image.store(0x7fff_fe00, at: 40, width: 8)
    let pilot = try pilot(image)
    #expect(pilot.drawn().text.contains("the L1 table would begin at 0x7ffffe00, past the end"))
    try pilot.press("Enter Left Enter s s K")
  }

  @Test func extendedEntriesShowTheirSubclusters() throws {
    let path = directory.file("extended.qcow2")
    try QEMU.create(path, size: "8M", options: ["extended_l2=on", "cluster_size=64k"])
    try QEMU.io(path, ["write -P 1 0 6k", "write -z 32k 4k"])
    let bytes = try ImageBytes(contentsOf: path)
    let pilot = try Pilot(path: path, width: 160, height: 40, screen: .tables)
    let row = try chosen(pilot)
    let bitmap = bytes.number(at: bytes.l2Entry(0, 0, size: 16) + 8, width: 8)
    #expect(row.contains(hexadecimal(bitmap, digits: 16)))
    #expect(row.contains("DDD.............ZZ.............."))
    try pilot.press("j")
    #expect(try chosen(pilot).hasPrefix("1 0x10000 "))
  }

  /// A refcount block with 2^24 counts: what is read is what is shown.
  @Test func millionsOfEntriesCostNothing() throws {
    let path = directory.file("many.qcow2")
    try QEMU.create(path, size: "1G", options: ["cluster_size=2M", "refcount_bits=1"])
    let storage = CountingStorage(try openStorage(path))
    let pilot = Pilot(try Image(storage), width: 80, height: 24, screen: .tables)
    try pilot.press("s")
    #expect(pilot.model.entryCount == 1 << 24)
    storage.reset()
    try pilot.press("G")
    #expect(try chosen(pilot).hasPrefix("16777215 "))
    for _ in 0..<20 { try pilot.press("^B") }
    try pilot.press("g g")
    #expect(try chosen(pilot).hasSuffix("1 reference"))
    #expect(storage.calls.reduce(0) { $0 + $1.count } < 64 << 10)
  }

  /// A bitmap's table leads to its bits, and its entries stand for places of the disk.
  @Test func theTableOfABitmapIsListedAndFollowed() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("marked.qcow2")
    try QEMU.create(path, size: "64M", options: ["cluster_size=512"])
    try succeed("qemu-img", ["bitmap", "--add", "-g", "512", path, "first"])
    try succeed("qemu-img", ["bitmap", "--enable", path, "first"])
    try QEMU.io(path, ["write -P 1 4M 512"])
    let bytes = try ImageBytes(contentsOf: path)
    let record = try #require(try Image(openStorage(path)).bitmaps().records.first)
    let table = Int(record[.bitmapTableOffset])
    let pilot = try Pilot(path: path, width: 100, height: 30, screen: .bitmaps)
    try pilot.press("t")
    #expect(pilot.model.screen == .tables && pilot.model.entries.table == .bitmap(0))
    #expect(pilot.model.entryCount == Int(record[.bitmapTableSize]))
    // A cluster of 512 bytes has the bits of 2 MiB.
    try pilot.press("j j")
    #expect(pilot.cursor == 4 << 20)
    let host = bytes.number(at: table + 16, width: 8) & 0xffff_ffff_fe00
    #expect(host > 0)
    #expect(pilot.drawn().text.contains("bits at 0x\(String(host, radix: 16))"))
    try pilot.press("Enter")
    #expect(pilot.model.hexSpace == .host && pilot.model.hexPlace == host)
    // The bytes of the table lead to the same list.
    try pilot.press("Backspace")
    #expect(pilot.model.entries.table == .bitmap(0) && pilot.model.chosen[.tables] == 2)
    try pilot.press("k Enter")
    #expect(pilot.message.contains("all bits zero"), "\(pilot.message)")
  }
}
