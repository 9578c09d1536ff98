import Browser
import Foundation
import QCOW2
import Surface
import TestSupport
import Testing

/// The list of the file's runs, and that of what nothing refers to.
@Suite struct FileRunsTests {
  /// A range as `qemu-img map` tells it.
  private struct Run: Decodable {
    let start: UInt64
    let offset: UInt64?
  }

  /// Three clusters of letters of which QEMU gave back the one in the middle; and where it lay.
  private func image() throws -> (TemporaryDirectory, path: String, freed: UInt64) {
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    try QEMU.create(path, size: "64M")
    try QEMU.io(path, ["write -P 0x41 0 64k", "write -P 0x42 1M 64k", "write -P 0x43 2M 64k"])
    let json = try succeed("qemu-img", ["map", "-f", "qcow2", "--output=json", path])
    let runs = try JSONDecoder().decode([Run].self, from: Data(json.utf8))
    let freed = try #require(runs.first { $0.start == 1 << 20 }?.offset)
    // The file keeps the bytes where it is not asked to drop them too.
    let options = "driver=qcow2,discard=unmap,pass-discard-request=off,file.filename=\(path)"
    try succeed("qemu-io", ["--image-opts", options, "-c", "discard 1M 64k"])
    return (directory, path, freed)
  }

  @Test func whatWasGivenBackIsListedWithWhatIsThere() throws {
    let (directory, path, freed) = try image()
    defer { withExtendedLifetime(directory) {} }
    let file = try Data(contentsOf: URL(filePath: path))
    try #require(file[Int(freed)] == 0x42)
    let pilot = try Pilot(path: path, width: 200, height: 60)
    try pilot.press("g x")
    let line = try #require(pilot.drawn().lines.first { $0.contains(" \(hex(freed)) ") })
    #expect(line.contains(" free "))
    #expect(line.contains(" text, 0.0 bits a byte"))
    let start = try #require(pilot.model.hosts.runs?.bytes(of: 0).lowerBound.rawValue)
    #expect(start == freed, "it is the only one that is free")
    try pilot.press("Enter")
    #expect(pilot.model.screen == .hex)
    #expect(pilot.model.hexSpace == .host)
    #expect(try pilot.hexLines().contains { $0.contains("BBBBBBBB") })
  }

  /// The runs of a file without gaps cover it, and clusters of data lie where QEMU says.
  @Test func allRunsCoverTheFile() throws {
    let (directory, path, freed) = try image()
    defer { withExtendedLifetime(directory) {} }
    let pilot = try Pilot(path: path, width: 120, height: 40, screen: .map)
    try pilot.press("s r")
    #expect(pilot.model.focus == .fileRuns)
    let runs = try #require(pilot.model.hosts.runs)
    var end: UInt64 = 0
    for row in runs.list.runs.indices {
      #expect(runs.bytes(of: row).lowerBound.rawValue == end)
      end = runs.bytes(of: row).upperBound.rawValue
    }
    let length = try #require(
      FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64)
    #expect(end >= length && end - length < 65_536 * 2)
    let free = runs.list.runs.filter { $0.use == .free }
    #expect(free.map(\.clusters.lowerBound) == [freed >> 16])
    try pilot.press("r")
    #expect(pilot.model.focus == .map)
    try pilot.press("r s")
    #expect(pilot.model.focus == .runs, "the disk's map has a list of its own")
  }

  /// A cluster whose entry is lost is still counted.
  @Test func leakedClustersAreAmongThem() throws {
    let (directory, path, _) = try image()
    defer { withExtendedLifetime(directory) {} }
    var bytes = try ImageBytes(contentsOf: path)
    let entry = bytes.l2Entry(0, 32)
    let host = bytes.number(at: entry, width: 8) & 0x00ff_ffff_ffff_fe00
    try #require(bytes.bytes[Int(host)] == 0x43)
    bytes.store(0, at: entry, width: 8)
    let pilot = Pilot(
      try Image(MemoryStorage(bytes.bytes, name: "leaky")), width: 200, height: 60)
    try pilot.press("g x")
    let line = try #require(pilot.drawn().lines.first { $0.contains(" \(hex(host)) ") })
    #expect(line.contains(" leaked ") && line.contains("text"))
  }

  @Test(arguments: [(20, 5), (40, 12), (80, 24), (200, 60)])
  func everySizeShowsThem(size: (Int, Int)) throws {
    let (directory, path, freed) = try image()
    defer { withExtendedLifetime(directory) {} }
    let pilot = try Pilot(path: path, width: size.0, height: size.1)
    try pilot.press("g x")
    #expect(pilot.drawn(.ascii).text.contains(hex(freed)))
  }
}
