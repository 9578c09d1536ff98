import Browser
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// What is told of the byte under the cursor, against the bytes that qemu-img and qemu-io wrote.
@Suite struct ExplanationTests {
  private let directory: TemporaryDirectory
  private let path: String

  /// Small clusters keep all tables near the start of the file: an L2 table maps 32 KiB.
  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "1M", options: ["cluster_size=512"])
    try QEMU.io(path, ["write -P 1 0 2k", "write -c -P 2 4k 512", "write -z 8k 1k"])
    try succeed("qemu-img", ["snapshot", "-c", "first", path])
    try QEMU.io(path, ["write -P 3 512 512"])
  }

  private func hex(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return "0x" + String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The hex view on a byte of the file.
  private func pilot(at place: Int) throws -> Pilot {
    let pilot = try Pilot(path: path, width: 100, height: 40, screen: .hex)
    try pilot.press("s g g")
    let row = try #require(pilot.model.hexLayout).bytesPerRow
    try pilot.press("j", times: place / row)
    try pilot.press("l", times: place % row)
    #expect(pilot.model.hexPlace == UInt64(place))
    return pilot
  }

  private func inspector(_ pilot: Pilot) throws -> String {
    pilot.drawn().lines[try #require(pilot.model.layout.inspector).y]
  }

  private func page(_ pilot: Pilot) throws -> String {
    try pilot.press("K")
    defer { _ = try? pilot.press("q") }
    return pilot.drawn().text
  }

  @Test func fieldsOfTheFileAreNamed() throws {
    let bytes = try ImageBytes(contentsOf: path)
    let snapshot = try #require(bytes.snapshots.first)
    let places: [(place: Int, name: String)] = [
      (23, "cluster_bits: 9  (512 B), in header"), (bytes.l1Entry(3) + 5, "L1[3]: no L2 table"),
      (bytes.l2Entry(0, 1) + 7, "L2[1]: data at 0x"),
      (bytes.l2Entry(0, 16), "L2[16]: reads as zeros"),
      (bytes.refcountBlock, "refcount[0]: 1 reference, for file 0x0, in refcount block 0"),
      (bytes.refcountTable + 7, "refcount table[0]: refcount block at 0x"),
      (snapshot + 12, ", in snapshot table entry 0"),
    ]
    for (place, name) in places {
      let line = try inspector(try pilot(at: place))
      #expect(line.contains(name), "\(line)")
      #expect(line.hasPrefix("file @0x\(String(place, radix: 16)): "))
    }
  }

  /// Offsets of tables are told whole, not as the bits that the entry keeps of them.
  @Test func offsetsAreThoseOfTheFile() throws {
    let bytes = try ImageBytes(contentsOf: path)
    for (place, table) in [
      (bytes.l1Entry(0), bytes.l2Table(0)), (bytes.refcountTable, bytes.refcountBlock),
    ] {
      let text = try page(try pilot(at: place))
      #expect(text.contains("offset 0x\(String(table, radix: 16)): host offset of the"), "\(text)")
    }
  }

  @Test func bytesOfTheDiskAreNoField() throws {
    let bytes = try ImageBytes(contentsOf: path)
    let data = Int(bytes.number(at: bytes.l2Entry(0, 0), width: 8) & 0x00ff_ffff_ffff_fe00)
    let pilot = try pilot(at: data + 9)
    let owners = "refcount 2, guest 0x0 of the active disk, guest 0x0 of snapshot"
    #expect(try inspector(pilot).contains(owners))
    #expect(try page(pilot).contains("no field of the header"))
  }

  @Test func aFieldOfTheFileIsExplained() throws {
    let bytes = try ImageBytes(contentsOf: path)
    let place = bytes.l2Entry(0, 1)
    let text = try page(try pilot(at: place))
    #expect(text.contains("L2[1]"))
    #expect(text.contains("L2 table of L1[0] of the active disk"))
    #expect(text.contains("0x\(String(place, radix: 16))..0x\(String(place + 7, radix: 16))"))
    #expect(text.contains(hex(bytes.number(at: place, width: 8))))
    #expect(text.contains("guest 0x200..0x3ff (512 B)"))
    // It was written after the snapshot was taken.
    #expect(text.contains("COPIED set"))
    #expect(text.contains("written in place"))
  }

  @Test func theEntryThatMapsAByteIsExplained() throws {
    let bytes = try ImageBytes(contentsOf: path)
    let pilot = try Pilot(path: path, width: 100, height: 40, screen: .hex)
    for (offset, words) in [
      (0x20, ["COPIED clear", "a snapshot's among them"]),
      (0x213, ["COPIED set", "written in place"]),
      (4096, ["compressed", "deflate stream"]), (8192, ["reads as zeros"]),
      (10_240, ["not allocated", "reads see zeros"]),
    ] {
      try pilot.go(to: "\(offset)")
      let text = try page(pilot)
      let entry = bytes.number(at: bytes.l2Entry(0, offset / 512), width: 8)
      #expect(text.contains("L2[\(offset / 512)]"))
      #expect(text.contains(hex(entry)))
      for word in words { #expect(text.contains(word), "\(offset)") }
      #expect(text.contains(hex(bytes.number(at: bytes.l1Entry(0), width: 8))))
    }
    try pilot.go(to: "512k")
    let text = try page(pilot)
    #expect(text.contains("L1[16]") && text.contains("no cluster of the range is allocated"))
    #expect(!text.contains("L2["))
  }

  /// The snapshot's own tables count, not those of the disk of now.
  @Test func theEntriesOfASnapshotAreItsOwn() throws {
    let bytes = try ImageBytes(contentsOf: path)
    let table = Int(bytes.number(at: try #require(bytes.snapshots.first), width: 8))
    let l2 = Int(bytes.number(at: table, width: 8) & 0x00ff_ffff_ffff_fe00)
    let old = bytes.number(at: l2 + 8, width: 8)
    #expect(old != bytes.number(at: bytes.l2Entry(0, 1), width: 8))
    let pilot = try Pilot(path: path, width: 100, height: 40)
    try pilot.press("5 Enter 3")
    try pilot.go(to: "512")
    let text = try page(pilot)
    #expect(text.contains(hex(old)))
    #expect(text.contains("of snapshot"))
  }

  @Test func layersBelowAreExplainedToo() throws {
    let raw = directory.file("base.raw")
    try write(Array(repeating: UInt8(ascii: "b"), count: 2048), to: raw)
    let top = directory.file("top.qcow2")
    try QEMU.create(top, size: "1M", arguments: ["-b", "base.raw", "-F", "raw"])
    try QEMU.io(top, ["write -P 0x74 64k 64k"])
    let gate = FolderGate(ownFolderOf: FilePath(top))
    let pilot = Pilot(
      disk: try Disk(FilePath(top), gate: gate), width: 100, height: 40, screen: .hex)
    var text = try page(pilot)
    #expect(text.contains("not allocated: reads see the backing file"))
    #expect(text.contains("a raw file, which has the byte at the same offset"))
    try pilot.go(to: "128k")
    text = try page(pilot)
    #expect(text.contains("ends before, at 0x800: reads as zeros"))
  }

  @Test func damageStandsOut() throws {
    let pilot = Pilot(try Demo.spoilt(), width: 100, height: 60, screen: .hex)
    let cluster = pilot.model.image.geometry.clusterSize
    try pilot.go(to: "\(40 * cluster)")
    try pilot.press("K")
    let screen = pilot.drawn()
    let row = try #require(screen.lines.firstIndex { $0.contains("cursor ") })
    #expect(screen.lines[row].contains(": damaged, "))
    #expect(screen[20, row].style.role == .warning)
  }

  /// A page that is long scrolls, and keys do not reach the disk below it.
  @Test func thePageScrolls() throws {
    let pilot = try Pilot(path: path, width: 40, height: 12, screen: .hex)
    try pilot.press("K")
    #expect(pilot.model.overlay?.kind == .explanation)
    let first = pilot.drawn().lines[3]
    #expect(first.hasPrefix(" L2[0]"))
    try pilot.press("G")
    #expect(pilot.drawn().lines[3] != first)
    #expect(pilot.cursor == 0)
    try pilot.press("g g")
    #expect(pilot.drawn().lines[3] == first)
    try pilot.press("q")
    #expect(pilot.model.overlay == nil)
  }
}
