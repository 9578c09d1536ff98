import Browser
import Foundation
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// Following an image that another program writes to.
@Suite struct FollowTests {
  private let directory: TemporaryDirectory
  private let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "4M")
    try QEMU.io(path, ["write -P 0x31 0 64k"])
  }

  private func pilot(_ keys: String = "F", width: Int = 100) throws -> Pilot {
    let pilot = Pilot(disk: try Disk(FilePath(path)), width: width, height: 30)
    try pilot.press(keys)
    return pilot
  }

  /// What happens once a second.
  private func tick(_ pilot: Pilot) {
    pilot.browser.watchWriter()
    pilot.browser.synchronize()
  }

  private func lit(_ pilot: Pilot) -> Int {
    guard case .classes(let grid)? = pilot.model.tint else { return 0 }
    return Int(grid.total[0])
  }

  @Test func whatIsAllocatedAppearsAndIsLitOnTheMap() throws {
    let pilot = try pilot("F 2 c")
    #expect(pilot.model.coloring == .scheme(.changes))
    try pilot.go(to: "2M")
    tick(pilot)
    #expect(pilot.model.follow?.readings == 0)
    #expect(lit(pilot) == 0)
    try QEMU.io(path, ["write -P 0x32 1M 128k"])
    tick(pilot)
    #expect(pilot.model.follow?.readings == 1)
    #expect(pilot.model.surveyed[.data] == 3)
    #expect(lit(pilot) == 2)
    #expect(pilot.cursor == 2 << 20)
    #expect(pilot.drawn().lines[0].contains("FOLLOW 1"))
    tick(pilot)
    #expect(pilot.model.follow?.readings == 1)
    try QEMU.io(path, ["write -P 0x33 1M 512"])
    tick(pilot)
    #expect(pilot.model.follow?.readings == 2)
    #expect(lit(pilot) == 2)
    // What was lit goes out with the next change of a table.
    try QEMU.io(path, ["discard 1M 64k"])
    tick(pilot)
    #expect(lit(pilot) == 1)
  }

  @Test func bytesThatAreWrittenInPlaceAreLitInTheHexView() throws {
    let pilot = try pilot("F 3")
    tick(pilot)
    let before = pilot.drawn()
    try QEMU.io(path, ["write -P 0x77 0x20 2"])
    tick(pilot)
    let now = pilot.drawn()
    #expect(try pilot.hexLines()[2].contains("20 77 77 31"))
    let lit = zip(before.cells, now.cells).count {
      $0.style.role != .warning && $1.style.role == .warning && $1.scalar == "7"
    }
    #expect(lit == 4)
  }

  @Test func snapshotsAndTheSizeFollowToo() throws {
    let pilot = try pilot("F 5")
    try succeed("qemu-img", ["resize", "-q", path, "8M"])
    try succeed("qemu-img", ["snapshot", "-c", "later", path])
    tick(pilot)
    #expect(pilot.drawn().text.contains("later"))
    #expect(pilot.drawn().lines[0].contains("8 MiB virtual"))
  }

  /// The run around the cursor is another one where its cluster has moved, and counts that take long say
  /// that they are old.
  @Test func nothingOldIsShownAsNew() throws {
    try QEMU.io(path, ["write -P 0x31 64k 64k"])
    try succeed("qemu-img", ["snapshot", "-c", "one", path])
    let pilot = try pilot("F 3")
    #expect(pilot.drawn().text.contains("data 0x0..0x1ffff"))
    try QEMU.io(path, ["write -P 0x32 0 64k"])
    tick(pilot)
    #expect(pilot.drawn().text.contains("data 0x0..0xffff "), "\(pilot.drawn().text)")
    try pilot.press("8")
    #expect(pilot.drawn().text.contains("Check · done"))
    try QEMU.io(path, ["write -P 0x33 1M 64k"])
    tick(pilot)
    #expect(pilot.drawn().text.contains("before the last change, R checks again"))
    try pilot.press("R")
    #expect(pilot.drawn().text.contains("Check · done"))
  }

  @Test func aFileThatIsGoneIsNotFollowed() throws {
    let pilot = try pilot()
    try FileManager.default.removeItem(atPath: path)
    tick(pilot)
    #expect(pilot.model.follow == nil)
    #expect(pilot.message.contains("disk.qcow2 is gone"))
    #expect(pilot.drawn().lines[0].contains("FILE IS GONE"))
    try pilot.expectCursorInSight()
  }

  @Test func aFileThatHasShrunkOrBeenReplacedIsNotFollowed() throws {
    let pilot = try pilot()
    let bytes = try contents(of: path)
    try truncate(path, to: 65536)
    tick(pilot)
    #expect(pilot.model.follow == nil)
    #expect(pilot.message.contains("has shrunk from 384 KiB to 64 KiB"), "\(pilot.message)")
    // The title does not tell the old length until the file is read again.
    #expect(pilot.drawn().lines[0].contains("SHRANK to 64 KiB"))
    #expect(!pilot.drawn().lines[0].contains("384 KiB"))
    try pilot.press("R")
    tick(pilot)
    #expect(!pilot.drawn().lines[0].contains("SHRANK"))
    try FileManager.default.removeItem(atPath: path)
    try write(bytes, to: path)
    try pilot.press("F")
    tick(pilot)
    #expect(pilot.model.follow == nil)
    #expect(pilot.message.contains("another file is called disk.qcow2 now"))
  }

  @Test func aHeaderThatMakesNoSenseIsToldAndTriedAgain() throws {
    let pilot = try pilot()
    let bytes = try contents(of: path)
    var broken = bytes
    broken[0] = 0
    try overwrite(broken)
    tick(pilot)
    #expect(pilot.model.follow?.torn == 1)
    #expect(pilot.message.contains("in the middle of a change"), "\(pilot.message)")
    #expect(pilot.drawn().lines[0].contains("torn"))
    #expect(pilot.model.surveyed[.data] == 1)
    try overwrite(bytes)
    try QEMU.io(path, ["write -P 1 1M 64k"])
    tick(pilot)
    #expect(pilot.model.surveyed[.data] == 2)
    #expect(!pilot.drawn().lines[0].contains("torn"))
  }

  private func overwrite(_ bytes: [UInt8]) throws {
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.write(contentsOf: Data(bytes))
    try file.close()
  }

  @Test func onlyTheWholeDiskIsFollowed() throws {
    try succeed("qemu-img", ["snapshot", "-c", "one", path])
    let pilot = try pilot(": s n a p Space o n e Enter F")
    #expect(pilot.model.choice == "snapshot one")
    #expect(pilot.model.follow == nil)
    #expect(pilot.message.contains("only the whole disk is followed"))
  }

  /// The same tables give the same numbers, whatever pieces they are read in; clusters that change
  /// places give others.
  @Test func theNumberOfACellIsThatOfItsTablesAlone() throws {
    try QEMU.io(path, ["write -P 0x31 0 1M", "write -z 2M 256k"])
    func digests(_ disk: Disk, piece: UInt64) -> [UInt64] {
      var grid = CellGrid(CellFrame(disk.geometry, start: .zero, cellBits: 20, count: 4))
      for start in stride(from: 0, to: 4 << 20, by: Int(piece)).reversed() {
        let range = GuestOffset(UInt64(start))..<GuestOffset(UInt64(start) + piece)
        for extent in disk.extents(in: range) { grid.add(extent) }
      }
      return grid.digests
    }
    var bytes = ImageBytes(try contents(of: path))
    let disk = try Image(MemoryStorage(bytes.bytes, name: "disk.qcow2")).alone
    let whole = digests(disk, piece: 4 << 20)
    #expect(digests(disk, piece: 1 << 16) == whole)
    #expect(Set(whole).count == 4)
    let (one, other) = (bytes.l2Entry(0, 3), bytes.l2Entry(0, 7))
    let entries = [bytes.number(at: one, width: 8), bytes.number(at: other, width: 8)]
    bytes.store(entries[1], at: one, width: 8)
    bytes.store(entries[0], at: other, width: 8)
    let swapped = digests(
      try Image(MemoryStorage(bytes.bytes, name: "disk.qcow2")).alone, piece: 4 << 20)
    #expect(swapped[0] != whole[0])
    #expect(swapped.dropFirst() == whole.dropFirst())
  }
}
