import Browser
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// The key that reads everything again.
@Suite struct ReloadTests {
  private let directory: TemporaryDirectory
  private let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "4M")
    try QEMU.io(path, ["write -P 0x31 0 64k"])
  }

  @Test func sizeListsAndMapFollowAndThePlaceStays() throws {
    let pilot = try Pilot(path: path, width: 120, height: 30)
    try pilot.go(to: "64k")
    try pilot.press("m a 5")
    #expect(pilot.drawn().text.contains("no internal snapshots"))
    try QEMU.io(path, ["write -P 0x32 64k 128k"])
    try succeed("qemu-img", ["resize", "-q", path, "8M"])
    try succeed("qemu-img", ["snapshot", "-c", "later", path])
    #expect(pilot.model.surveyed[.data] == 1)
    try pilot.press("R")
    #expect(pilot.message.contains("read again"))
    #expect(pilot.drawn().text.contains("later"))
    #expect(pilot.drawn().lines[0].contains("8 MiB virtual"))
    #expect(pilot.model.surveyed[.data] == 3)
    try pilot.press("3")
    #expect(pilot.cursor == 65_536)
    #expect(try pilot.hexLines().contains { $0.contains("10000 32 32") })
    try pilot.press("g g ' a")
    #expect(pilot.cursor == 65_536)
  }

  @Test func aDiskThatHasShrunkMovesTheCursorOntoIt() throws {
    let pilot = try Pilot(path: path)
    try pilot.press("G")
    try succeed("qemu-img", ["resize", "-q", "--shrink", path, "1M"])
    try pilot.press("R")
    try pilot.expectCursorInSight()
    #expect(pilot.cursor == (1 << 20) - 1)
  }

  @Test func anImageThatCannotBeReadAnyMoreStaysOnTheScreen() throws {
    let pilot = try Pilot(path: path)
    try truncate(path, to: 0)
    try pilot.press("R")
    #expect(pilot.model.message?.level == .error)
    #expect(pilot.message.contains("not a qcow2 image"))
    #expect(pilot.drawn().lines[0].contains("4 MiB virtual"))
  }

  /// Other names are a matter for the gate.
  @Test func anotherBackingFileIsAskedFor() throws {
    for name in ["one", "two"] {
      try write([UInt8](repeating: 0x41, count: 4 << 20), to: directory.file(name))
    }
    try succeed("qemu-img", ["rebase", "-u", "-b", "one", "-F", "raw", path])
    let file = FilePath(path)
    let pilot = Pilot(disk: try Disk(file, gate: FolderGate(ownFolderOf: file)))
    pilot.browser.reopen = { _ throws(ImageError) in
      try Disk(file, gate: FolderGate(ownFolderOf: file))
    }
    try succeed("qemu-img", ["rebase", "-u", "-b", "two", "-F", "raw", path])
    try pilot.press("R")
    #expect(pilot.model.whole.layers.map(\.name).last == "two")
    #expect(pilot.message.contains("read again"))
  }
}
