import QCOW2
import SystemPackage
import TestSupport
import Testing

@Suite("Names of backing files")
struct NameTests {
  private let half = NamedImage.size / 2

  /// Two folders, each with a `base.raw` of its own.
  private func folders() throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    for (folder, letter) in [("a", Character("A")), ("b", "B")] {
      try makeDirectory(directory.file(folder))
      try NamedImage.base(directory.file(folder + "/base.raw"), letter)
    }
    return directory
  }

  /// The folder of the image counts, not that of the process or that of a link's target.
  @Test(arguments: [
    ("base.raw", "a/image", Character("A")), ("./base.raw", "a/image", "A"),
    ("../b/base.raw", "a/image", "B"), ("base.raw", "b/../a/image", "A"),
    ("base.raw", "b/link", "B"), ("../a/base.raw", "b/link", "A"), ("base.raw", "c/image", "A"),
  ])
  func relativeNames(_ name: String, _ opened: String, _ letter: Character) throws {
    let directory = try folders()
    _ = try NamedImage(directory.file("a/image"), naming: name)
    try link(directory.file("b/link"), to: "../a/image")
    try link(directory.file("c"), to: "a")
    let path = directory.file(opened)
    let whole = try QEMU.guestBytes(of: path)
    try #require(whole == letters("O", half) + letters(letter, half))
    try expectBytes(openDisk(path), whole)
  }

  @Test func absoluteNames() throws {
    let directory = try folders()
    for name in [directory.file("b/base.raw"), "file:" + directory.file("b/base.raw")] {
      let path = directory.file("a/image")
      _ = try NamedImage(path, naming: name)
      let whole = try QEMU.guestBytes(of: path)
      try #require(whole == letters("O", half) + letters("B", half))
      let disk = try openDisk(path)
      try expectBytes(disk, whole)
      #expect(disk.layers[1].name == name)
    }
  }

  /// QEMU takes `file:` names from the current directory, whatever image names them: the content of a
  /// disk would depend on where one stands. We take them from the image's folder.
  @Test func relativeFileNamesDoNotDependOnTheCurrentDirectory() throws {
    let directory = try folders()
    let path = directory.file("a/image")
    _ = try NamedImage(path, naming: "file:base.raw")
    #expect(try QEMU.refusal(of: path)?.contains("No such file") == true)
    try expectBytes(openDisk(path), letters("O", half) + letters("A", half))
  }

  @Test func layersBelowAreNamedFromTheirOwnFolder() throws {
    let directory = try folders()
    _ = try NamedImage(directory.file("b/middle"), naming: "base.raw")
    let path = directory.file("a/image")
    try QEMU.create(path, size: "128k", arguments: ["-b", "../b/middle", "-F", "qcow2"])
    let whole = try QEMU.guestBytes(of: path)
    let disk = try openDisk(path)
    try expectBytes(disk, whole)
    #expect(disk.layers.map(\.name) == [path, "../b/middle", "base.raw"])
    #expect(disk.extents(in: disk.guestRange).map(\.layer) == [1, 2])
  }

  /// Names that are no paths: QEMU would run a block driver for each.
  @Test(arguments: [
    "json:{\"driver\":\"file\",\"filename\":\"base.raw\"}", "nbd://localhost:1/x",
    "nbd:unix:/nowhere", "fat:a", "http://localhost:1/x", ":base.raw", "blkdebug::base.raw",
  ])
  func namesThatAreNoPathsAreReported(_ name: String) throws {
    let directory = try folders()
    try copy(directory.file("a/base.raw"), to: directory.file("a/:base.raw"))
    let path = directory.file("a/image")
    // Such a name must be stored without QEMU's help.
    let stand = String(repeating: "x", count: name.utf8.count)
    let image = try NamedImage(path, naming: stand)
    try image.poke { $0.store(Array(name.utf8), at: Int($0.number(at: 8, width: 8))) }
    let gate = RecordingGate()
    let disk = try openDisk(path, gate: gate)
    #expect(gate.opened == [])
    try expectClosed(disk, name: name)
    #expect(disk.layers[1].path == nil)
    if name.hasPrefix(":") { #expect(try QEMU.refusal(of: path)?.contains("protocol") == true) }
  }

  @Test func namesWithNULAreReported() throws {
    let directory = try folders()
    let path = directory.file("a/image")
    let image = try NamedImage(path, naming: "base.rawx")
    try image.poke { $0.store([0], at: Int($0.number(at: 8, width: 8)) + 8) }
    let disk = try openDisk(path)
    try expectClosed(disk, name: "base.raw<00>")
    #expect(disk.findings.first?.message.contains("NUL") == true)
  }

  /// A colon after a slash is a part of a path.
  @Test func pathsWithColonsAreOpened() throws {
    let directory = try folders()
    let path = directory.file("a/image")
    try copy(directory.file("a/base.raw"), to: directory.file("a/x:base.raw"))
    _ = try NamedImage(path, naming: "./x:base.raw")
    try expectBytes(openDisk(path), QEMU.guestBytes(of: path))
  }
}

/// Expects a disk of a `NamedImage` whose second layer is closed: one finding, holes that name what
/// they lack, and data that stays readable.
func expectClosed(_ disk: Disk, name: String) throws {
  let half = NamedImage.size / 2
  try #require(disk.layers.count == 2)
  guard case .closed(let reason) = disk.layers[1].content else {
    Issue.record("the layer is open")
    return
  }
  #expect(disk.layers[1].name == name)
  #expect(disk.findings.map(\.code) == ["backing-file"])
  let message = disk.findings.first?.message ?? ""
  #expect(message.contains(name) && message.contains("\(reason)"), "\(message)")
  #expect(try disk.read(at: .zero, count: half) == letters("O", half))
  let hole = GuestOffset(UInt64(half))
  let error = ImageError.needsBackingFile(name: name, at: hole)
  #expect(throws: error) { try disk.read(at: hole, count: 1) }
  #expect(throws: error) { try disk.read(at: .zero, count: half + 1) }
  let extents = Array(disk.extents(in: disk.guestRange))
  #expect(extents.map(\.kind) == [.data, .missing])
  #expect(extents.map(\.layer) == [0, 1])
  #expect(extents == disk.reversedExtents(in: disk.guestRange).reversed())
}
