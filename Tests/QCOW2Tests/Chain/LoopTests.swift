import Foundation
import QCOW2
import SystemPackage
import TestSupport
import Testing

/// QEMU neither ends nor complains when it opens such chains for reading.
@Suite("Chains that do not end")
struct LoopTests {
  private func expectLoop(_ path: String, layers: Int, name: String) throws {
    let gate = RecordingGate()
    let disk = try openDisk(path, gate: gate)
    #expect(disk.layers.count == layers)
    guard case .closed? = disk.layers.last?.content else {
      Issue.record("the last layer is open")
      return
    }
    #expect(disk.layers.last?.name == name)
    #expect(disk.findings.map(\.code) == ["backing-file"])
    #expect(disk.findings.first?.message.contains("already in it") == true)
    #expect(gate.requests.count == layers - 1)
    #expect(disk.extents(in: disk.guestRange).map(\.kind) == [.data, .missing])
    #expect(try disk.read(at: .zero, count: 65_536) == letters("O", 65_536))
    let hole = GuestOffset(65_536)
    #expect(throws: ImageError.needsBackingFile(name: name, at: hole)) {
      try disk.read(at: hole, count: 1)
    }
  }

  @Test func anImageThatBacksItself() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a")
    _ = try NamedImage(path, naming: "a", format: "qcow2")
    try expectLoop(path, layers: 2, name: "a")
  }

  @Test func twoImagesThatBackEachOther() throws {
    let directory = try TemporaryDirectory()
    _ = try NamedImage(directory.file("a"), naming: "b", format: "qcow2")
    try QEMU.create(
      directory.file("b"), size: "128k", arguments: ["-u", "-b", "a", "-F", "qcow2"])
    try expectLoop(directory.file("a"), layers: 3, name: "a")
  }

  /// Another name is not another file.
  @Test(arguments: [true, false]) func throughALink(isHard: Bool) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a")
    _ = try NamedImage(path, naming: "z", format: "qcow2")
    if isHard {
      try FileManager.default.linkItem(atPath: path, toPath: directory.file("z"))
    } else {
      try link(directory.file("z"), to: "a")
    }
    try expectLoop(path, layers: 2, name: "z")
  }

  /// The format that leads to a loop may be a guess too.
  @Test func withoutAStoredFormat() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a")
    _ = try NamedImage(path, naming: "./a", format: nil)
    try expectLoop(path, layers: 2, name: "./a")
  }

  /// The same bytes in another file are no loop.
  @Test func aCopyIsNotTheSameFile() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a")
    _ = try NamedImage(path, naming: "b", format: "qcow2")
    try copy(path, to: directory.file("b"))
    let disk = try openDisk(path)
    #expect(disk.layers.count == 3)
    #expect(disk.layers[1].image != nil)
  }

  @Test(arguments: [63, 64, 65, 70]) func deepChains(files: Int) throws {
    let directory = try TemporaryDirectory()
    for number in 0..<files {
      let backing = number == 0 ? [] : ["-u", "-b", "\(number - 1)", "-F", "qcow2"]
      try QEMU.create(directory.file("\(number)"), size: "128k", arguments: backing)
    }
    try QEMU.io(directory.file("0"), ["write -P 7 0 64k"])
    let gate = RecordingGate()
    let disk = try openDisk(directory.file("\(files - 1)"), gate: gate)
    if files <= 64 {
      #expect(disk.layers.count == files)
      #expect(disk.findings == [])
      #expect(try disk.read(at: .zero, count: 4) == [7, 7, 7, 7])
    } else {
      #expect(disk.layers.count == 65)
      #expect(gate.requests.count == 63)
      #expect(disk.findings.count == 1)
      #expect(disk.findings.first?.message.contains("deeper than 64") == true)
      #expect(disk.extents(in: disk.guestRange).map(\.kind) == [.missing])
    }
  }
}
