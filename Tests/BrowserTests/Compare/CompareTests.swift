import Browser
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// Comparing the disk with a snapshot, a layer, an image or a file.
@Suite struct CompareTests {
  private let directory: TemporaryDirectory
  private let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "8M")
    try QEMU.io(path, ["write -P 0x31 0 1M", "write -P 0x32 4M 64k"])
    try succeed("qemu-img", ["snapshot", "-c", "monday", path])
    try QEMU.io(
      path, ["write -P 0x41 0x20200 512", "write -P 0x32 4M 64k", "write -P 0x42 6M 128k"])
  }

  private func pilot(width: Int = 100) throws -> Pilot {
    let file = FilePath(path)
    let pilot = Pilot(
      disk: try Disk(file, gate: FolderGate(ownFolderOf: file)), width: width, height: 30)
    pilot.browser.opener = { path, _ throws(ImageError) in try Disk(path) }
    return pilot
  }

  private func compare(_ pilot: Pilot, _ text: String) throws {
    try pilot.press("d")
    pilot.type(text)
    try pilot.press("Enter")
    #expect(pilot.model.prompt == nil, "\(pilot.model.prompt?.preview ?? "")")
  }

  /// One sector differs where another was written, and 128 KiB that the snapshot has not; the cluster
  /// at 4 MiB has the same bytes in another place.
  @Test func aSnapshotDiffersInWhatWasWrittenSince() throws {
    let pilot = try pilot()
    try compare(pilot, "@monday")
    #expect(pilot.model.comparison?.differing == 512 + (128 << 10))
    #expect(
      pilot.message.hasPrefix("3 clusters (128.5 KiB) differ;"),
      "\(pilot.message)")
    // The rewritten clusters and the new ones; all else is shared or a hole.
    #expect(
      pilot.message.hasSuffix("256 KiB read, 7.7 MiB the same by the tables: snapshot monday"))
    let total = try #require(pilot.model.comparison?.grid.total)
    #expect(total == [3, 0, 1, 124])
  }

  @Test func motionsWalkTheDifferencesByTheByte() throws {
    let pilot = try pilot()
    try compare(pilot, "@monday")
    for place in [0x20200, 0x60_0000] as [UInt64] {
      try pilot.press("] x")
      #expect(pilot.cursor == place, "\(pilot.message)")
    }
    try pilot.press("] x")
    #expect(pilot.message.hasPrefix("no more differences"))
    try pilot.press("G")
    for place in [0x60_0000, 0x20200] as [UInt64] {
      try pilot.press("[ x")
      #expect(pilot.cursor == place, "\(pilot.message)")
    }
    try pilot.press("[ x")
    #expect(pilot.message.hasPrefix("no earlier differences"))
    #expect(pilot.cursor == 0x20200)
  }

  @Test func hexShowsTheBytesOfTheOther() throws {
    let pilot = try pilot()
    try compare(pilot, "@monday")
    try pilot.press("] x 3")
    let lines = pilot.drawn().lines
    #expect(lines.contains { $0.contains("20200x41 41 41") })
    #expect(lines.contains { $0.hasPrefix("31 31 31") && $0.contains("snapshot monday") })
    try pilot.press(": n o n e Esc d")
    pilot.type("none")
    try pilot.press("Enter")
    #expect(!pilot.drawn().lines.contains { $0.contains("20200x41") })
    #expect(pilot.model.comparison == nil)
  }

  @Test func rawFilesAndImagesAreCompared() throws {
    let raw = directory.file("copy.raw")
    try succeed("qemu-img", ["convert", "-O", "raw", path, raw])
    let pilot = try pilot()
    try compare(pilot, "raw \(raw)")
    #expect(pilot.model.comparison?.differing == 0, "\(pilot.message)")
    try compare(pilot, raw)
    #expect(pilot.message.contains("raw FILE takes it"), "\(pilot.message)")
    let other = directory.file("other.qcow2")
    try succeed("qemu-img", ["convert", "-O", "qcow2", raw, other])
    try QEMU.io(other, ["write -P 7 7M 1k"])
    try compare(pilot, other)
    #expect(pilot.model.comparison?.differing == 1024, "\(pilot.message)")
    try succeed("qemu-img", ["resize", "-q", other, "16M"])
    try compare(pilot, other)
    #expect(pilot.model.comparison?.differing == 1024)
  }

  @Test func aLayerIsComparedWithTheWhole() throws {
    let top = directory.file("top.qcow2")
    try QEMU.create(top, size: "8M", arguments: ["-b", "disk.qcow2", "-F", "qcow2"])
    try QEMU.io(top, ["write -P 5 5M 64k"])
    let file = FilePath(top)
    let pilot = Pilot(
      disk: try Disk(file, gate: FolderGate(ownFolderOf: file)), width: 100, height: 30)
    try compare(pilot, "layer 1")
    #expect(pilot.model.comparison?.differing == 64 << 10, "\(pilot.message)")
    #expect(pilot.model.comparison?.name == "layer 1 disk.qcow2")
  }

  @Test func theMapIsColouredAtEveryZoom() throws {
    let pilot = try pilot()
    try compare(pilot, "@monday")
    try pilot.press("2 g g")
    for _ in 0..<3 {
      let text = pilot.drawn().text
      #expect(text.contains("x differs 3"), "\(text)")
      try pilot.press("+")
    }
  }

  @Test func whatCannotBeReadIsTold() throws {
    let bytes = try contents(of: path)
    let host = try #require(
      try Image(openStorage(path)).alone.segment(at: GuestOffset(6 << 20)).host)
    let storage = FaultyStorage(
      MemoryStorage(bytes, name: "disk.qcow2"), bad: [host.rawValue..<host.rawValue + 65536])
    let pilot = Pilot(try Image(storage), width: 100, height: 30)
    try compare(pilot, "@monday")
    #expect(pilot.message.contains("64 KiB UNREADABLE"), "\(pilot.message)")
    #expect(pilot.model.comparison?.differing == 512 + (64 << 10))
    // Motions stop there too, both ways, because it may differ.
    try pilot.press("G [ x [ x")
    #expect(pilot.cursor == 6 << 20)
    #expect(pilot.message.hasPrefix("UNREADABLE at 0x600000, 64 KiB: "), "\(pilot.message)")
    try pilot.press("[ x")
    #expect(pilot.cursor == 0x20200)
    #expect(!pilot.message.contains("UNREADABLE"))
    try pilot.press("] x")
    #expect(pilot.cursor == 6 << 20)
    #expect(pilot.message.hasPrefix("UNREADABLE at 0x600000, 64 KiB: "), "\(pilot.message)")
    try pilot.press("] x")
    #expect(pilot.cursor == 0x61_0000)
    #expect(pilot.message.hasPrefix("differs at"))
  }

  @Test func aSnapshotWithoutItsSignIsHintedAt() throws {
    let pilot = try pilot()
    try compare(pilot, "monday")
    #expect(pilot.message.hasSuffix("; @monday is the snapshot of that name"), "\(pilot.message)")
    try compare(pilot, "nothing-like-it")
    #expect(pilot.message.hasSuffix("; @NAME takes a snapshot"), "\(pilot.message)")
    try pilot.press("d")
    pilot.type("mon")
    try pilot.press("Tab")
    #expect(pilot.model.prompt.map { String($0.text) } == "@monday")
  }

  @Test func steppingThroughTimeStaysAtThePlace() throws {
    try succeed("qemu-img", ["snapshot", "-c", "tuesday", path])
    try QEMU.io(path, ["write -P 0x99 6M 1k"])
    let pilot = try pilot()
    try pilot.go(to: "6M")
    try pilot.press("H")
    #expect(
      pilot.message.hasPrefix("snapshot tuesday (2 of 2): this cluster CHANGED, 1 KiB of 64 KiB"))
    try pilot.press("H")
    #expect(
      pilot.message.hasPrefix("snapshot monday (1 of 2): this cluster CHANGED, 64 KiB of 64 KiB"))
    #expect(pilot.cursor == 6 << 20)
    try pilot.press("H")
    #expect(pilot.message == "this is the oldest snapshot")
    try pilot.go(to: "512k")
    try pilot.press("L")
    #expect(pilot.message.hasSuffix("this cluster is the same"))
    try pilot.press("L")
    #expect(pilot.model.choice == nil)
    try pilot.go(to: "4M")
    try pilot.press("H H")
    #expect(pilot.message.hasSuffix("written again with the same bytes"), "\(pilot.message)")
  }
}
