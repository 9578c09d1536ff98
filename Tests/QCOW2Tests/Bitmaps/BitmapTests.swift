import QCOW2
import SystemPackage
import TestSupport
import Testing

@Suite("Dirty bitmaps")
struct BitmapTests {
  struct Kind: CustomTestStringConvertible, Sendable {
    let size: UInt64
    let cluster: String
    let granularity: Int
    var testDescription: String { "\(size) bytes, clusters \(cluster), bits of \(granularity)" }
  }

  static let kinds: [Kind] = [
    Kind(size: 10 << 20, cluster: "64k", granularity: 65_536),
    Kind(size: 10_000_896, cluster: "64k", granularity: 65_536),
    Kind(size: 10_000_896, cluster: "4k", granularity: 512),
    Kind(size: 10_000_896, cluster: "512", granularity: 512),
    Kind(size: 7 << 20, cluster: "512", granularity: 4096),
    Kind(size: 3_000_320, cluster: "2M", granularity: 1 << 20),
    Kind(size: 1 << 40, cluster: "64k", granularity: 1 << 31),
    Kind(size: (1 << 34) + 512, cluster: "4k", granularity: 32_768),
  ]

  @Test(arguments: kinds) func runsAreThoseOfQEMU(_ kind: Kind) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(path, size: "\(kind.size)", options: ["cluster_size=\(kind.cluster)"])
    for name in ["first", "second", "whole"] {
      try QEMU.bitmap(path, "--add", "-g", "\(kind.granularity)", name)
    }
    var generator = SplitMix64(seed: kind.size)
    try QEMU.io(path, writes(kind, &generator))
    try QEMU.bitmap(path, "--disable", "second")
    try QEMU.io(path, writes(kind, &generator))
    let image = try Image(openStorage(path))
    let directoryOfBitmaps = try image.bitmaps()
    #expect(directoryOfBitmaps.findings == [])
    try #require(directoryOfBitmaps.records.count == 3)
    #expect(directoryOfBitmaps.records.map(\.isAuto) == [true, false, true])
    for record in directoryOfBitmaps.records {
      let name = String(decoding: record.name.array, as: UTF8.self)
      #expect(record.granularity == UInt64(kind.granularity))
      #expect(!record.isInUse)
      let runs = Array(try #require(image.runs(of: record)))
      expectWhole(runs, kind.size)
      let dirty = runs.filter { $0.state == .dirty }
        .map { $0.range.lowerBound.rawValue..<$0.range.upperBound.rawValue }
      #expect(!dirty.isEmpty)
      #expect(try dirty == QEMU.dirtyRanges(path, name), "\(name)")
    }
  }

  private func writes(_ kind: Kind, _ generator: inout SplitMix64) -> [String] {
    let sectors = kind.size / 512
    let ends = ["write 0 512", "write \((sectors - 1) * 512) 512"]
    return (0..<12).map { number in
      let start = UInt64.random(in: 0..<sectors, using: &generator)
      let count = UInt64.random(in: 1...min(sectors - start, 300), using: &generator)
      return (number % 3 == 0 ? "write -z" : "write") + " \(start * 512) \(count * 512)"
    } + (Bool.random(using: &generator) ? ends : [])
  }

  /// Expects maximal runs without a gap.
  private func expectWhole(_ runs: [BitmapRun], _ size: UInt64) {
    #expect(runs.first?.range.lowerBound == .zero)
    #expect(runs.last?.range.upperBound == GuestOffset(size))
    for (left, right) in zip(runs, runs.dropFirst()) {
      #expect(left.range.upperBound == right.range.lowerBound && left.state != right.state)
    }
  }

  /// All bits set: QEMU stores no clusters for them.
  @Test func wholeDisksThatAreDirty() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(path, size: "64M", options: ["cluster_size=512"])
    try QEMU.bitmap(path, "--add", "-g", "512", "b")
    try QEMU.io(path, ["write -z 0 40M"])
    let image = try Image(openStorage(path))
    let record = try #require(try image.bitmaps().records.first)
    let runs = Array(try #require(image.runs(of: record)))
    #expect(runs.map(\.state) == [.dirty, .clean])
    #expect(runs.first?.range.upperBound == GuestOffset(40 << 20))
  }

  /// A writer that was killed leaves bits that nobody may trust.
  @Test(arguments: ["sigraise 9", "abort"]) func aKilledWriter(_ death: String) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(path, size: "1M")
    try QEMU.bitmap(path, "--add", "b")
    #expect(try Image(openStorage(path)).bitmaps().records.map(\.isInUse) == [false])
    let result = try run("qemu-io", ["-f", "qcow2", "-c", "write 0 64k", "-c", death, path])
    try #require(!result.succeeded)
    let table = try Image(openStorage(path)).bitmaps()
    #expect(table.records.map(\.isInUse) == [true])
    #expect(table.findings == [])
    let info = try succeed("qemu-img", ["info", "--output=json", path])
    #expect(info.contains("in-use"))
  }

  @Test func withoutItsBitTheExtensionIsDead() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(path, size: "1M")
    try QEMU.bitmap(path, "--add", "b")
    var bytes = try ImageBytes(contentsOf: path)
    bytes.store(0, at: 88, width: 8)
    let image = try Image(MemoryStorage(bytes.bytes, name: "image"))
    #expect(try image.bitmaps().records == [])
    #expect(image.inspection.findings.map(\.code) == ["bitmaps-stale"])
  }
}
