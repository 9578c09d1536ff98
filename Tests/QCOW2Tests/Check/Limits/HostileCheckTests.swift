import QCOW2
import TestSupport
import Testing

@Suite("Images that are meant to take a check forever", .timeLimit(.minutes(2)))
struct HostileCheckTests {
  /// Sizes are those that a header may claim at most; the file has holes for most of it.
  private static func check(
    clusterBits: Int, length: UInt64, _ spoil: (inout ImageBytes) -> Void
  ) throws -> CheckReport {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(path, size: "1M", options: ["cluster_size=\(1 << clusterBits)"])
    var bytes = try ImageBytes(contentsOf: path)
    spoil(&bytes)
    try write(bytes.bytes, to: path)
    try truncate(path, to: max(length, UInt64(bytes.bytes.count)))
    return try checked(path)
  }

  /// 2^20 refcount table entries that name one block.
  @Test func aRefcountTableOfLikeEntries() throws {
    let report = try Self.check(clusterBits: 16, length: 1 << 40) { bytes in
      let (table, block) = (1 << 20, UInt64(bytes.refcountBlock))
      bytes.store(UInt64(table), at: 48, width: 8)
      bytes.store(128, at: 56, width: 4)
      for index in 0..<1 << 20 { bytes.store(block, at: table + index * 8, width: 8) }
    }
    #expect(report.isComplete)
    #expect(report.groups.count < 5000)
    #expect(report.tally.corruptions >= 1 << 20)
  }

  /// 2^20 L1 entries that name one table.
  @Test func anL1TableOfLikeEntries() throws {
    let report = try Self.check(clusterBits: 9, length: 1 << 30) { bytes in
      let (table, l1) = (1 << 20, 2 << 20)
      bytes.store(UInt64(l1), at: 40, width: 8)
      bytes.store(1 << 20, at: 36, width: 4)
      for index in 0..<64 { bytes.store(UInt64(table), at: table + index * 8, width: 8) }
      bytes.bytes += [UInt8](repeating: 0, count: l1 - bytes.bytes.count)
      // Doubling is quicker than storing each.
      var entries = ImageBytes([])
      entries.store(UInt64(table), at: 0, width: 8)
      for _ in 0..<20 { entries.bytes += entries.bytes }
      bytes.bytes += entries.bytes
    }
    #expect(report.isComplete)
    #expect(report.groups.contains { $0.problem == .overlap })
    #expect(report.groups.contains { $0.problem == .l2TableShared })
  }

  /// An empty file as long as file systems allow, with tables that name clusters all over it.
  @Test func aFileOfHoles() throws {
    let report = try Self.check(clusterBits: 16, length: 15 << 40) { bytes in
      let table = 1 << 20
      bytes.store(UInt64(table), at: bytes.l1Entry(0), width: 8)
      for index in 0..<8192 {
        bytes.store(UInt64(index) << 30 | 1 << 63, at: table + index * 8, width: 8)
      }
    }
    #expect(report.isComplete)
    #expect(report.ledger?.rows.reduce(0) { $0 + $1.amount.bytes } == 15 << 40)
  }

  /// 65,536 snapshots with one L1 table.
  @Test func asManySnapshotsAsThereMayBe() throws {
    let report = try Self.check(clusterBits: 16, length: 0) { bytes in
      let start = 1 << 20
      bytes.store(65_536, at: 60, width: 4)
      bytes.store(UInt64(start), at: 64, width: 8)
      var entry = ImageBytes([])
      entry.store(bytes.number(at: 40, width: 8), at: 0, width: 8)
      entry.store(1, at: 8, width: 4)
      entry.store(16, at: 36, width: 4)
      entry.store(0, at: 48, width: 8)
      bytes.bytes += [UInt8](repeating: 0, count: start - bytes.bytes.count)
      bytes.bytes += Array(repeatElement(entry.bytes, count: 65_536).joined())
    }
    #expect(report.isComplete)
    #expect(report.snapshots.count == 65_536)
    let tooLow = report.groups.filter { $0.problem == .refcountTooLow }
    #expect(!tooLow.isEmpty)
  }

  /// Places and lengths that no 64 bits can add up.
  @Test func tablesAtTheEndOfAllNumbers() throws {
    let report = try Self.check(clusterBits: 12, length: 0) { bytes in
      let start = 1 << 20
      bytes.store(1, at: 60, width: 4)
      bytes.store(UInt64(start), at: 64, width: 8)
      bytes.store(0xffff_ffff_ffff_f000, at: start, width: 8)
      bytes.store(4_194_304, at: start + 8, width: 4)
      bytes.store(16, at: start + 36, width: 4)
      bytes.store(0, at: start + 56, width: 8)
    }
    #expect(report.groups.contains { $0.problem == .tablePastEnd })
  }
}
