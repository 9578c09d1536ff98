import QCOW2
import TestSupport
import Testing

@Suite("Checks with little memory, many threads and an end before the end")
struct LimitTests {
  /// So many clusters that the least memory takes three passes, with something wrong in each.
  private static func manyClusters(in directory: TemporaryDirectory) throws -> String {
    let path = directory.file("many")
    try QEMU.create(path, size: "24M", options: ["cluster_size=512"])
    try QEMU.io(path, ["write -P 1 0 24M"])
    var bytes = try ImageBytes(contentsOf: path)
    for l1Index in [1, 300, 600] {
      bytes.change(at: bytes.l2Entry(l1Index, 3)) { $0 | 4 }
      bytes.store(
        bytes.number(at: bytes.l2Entry(l1Index, 4), width: 8), at: bytes.l2Entry(l1Index, 5),
        width: 8)
      bytes.change(at: bytes.l2Entry(l1Index, 9)) { $0 & ~(1 << 63) }
    }
    let last = bytes.refcountTable + 8 * 100
    bytes.store(bytes.number(at: last, width: 8), at: last + 8, width: 8)
    bytes.store(bytes.firstClusterPastEnd + 0x10_0000, at: bytes.l2Entry(700, 7), width: 8)
    try write(bytes.bytes, to: path)
    return path
  }

  @Test func slicesAndThreadsChangeNothing() throws {
    let directory = try TemporaryDirectory()
    let path = try Self.manyClusters(in: directory)
    let whole = try Check(openStorage(path), limits: CheckLimits(threads: 1)).run()
    #expect(try CheckVerdict(whole) == CheckVerdict(qemuOn: path))
    #expect(whole.tally.corruptions > 0 && whole.tally.leaks > 0)
    for limits in [
      CheckLimits(threads: 4), CheckLimits(memory: 1), CheckLimits(memory: 1, threads: 4),
    ] {
      let report = try Check(openStorage(path), limits: limits).run()
      #expect(report.tally == whole.tally)
      #expect(report.groups.map(Self.text) == whole.groups.map(Self.text))
      #expect(report.ledger?.rows == whole.ledger?.rows)
      #expect(report.imageEnd == whole.imageEnd)
      #expect(report.clusters == whole.clusters)
    }
  }

  private static func text(_ group: FindingGroup) -> String {
    "\(group.problem) \(String(describing: group.table)) \(group.places) \(group.count) "
      + "\(group.first) \(group.message) \(group.guest) \(String(describing: group.host)) "
      + "\(group.holders)"
  }

  @Test func aStoppedCheckSaysThatItIsPartial() throws {
    let directory = try TemporaryDirectory()
    let path = try Self.manyClusters(in: directory)
    let check = try Check(openStorage(path))
    let cancellation = Cancellation()
    cancellation.cancel()
    let report = try check.run(cancellation: cancellation)
    #expect(!report.isComplete)
    #expect(report.ledger == nil)
    let later = Cancellation()
    let stopped = try check.run(cancellation: later) { _ in later.cancel() }
    #expect(!stopped.isComplete)
    #expect(try check.run().isComplete)
  }

  /// What cannot be read is a finding, and the rest is checked.
  @Test func badSectorsCostOnlyTheirTables() throws {
    let bytes = try RecipeImage.standard.bytes
    let sound = MemoryStorage(bytes.bytes, name: "image")
    let places: [(Int, Problem)] = [
      (bytes.l2Table(2), .tableUnreadable), (bytes.l2Table(1), .tableUnreadable),
      (Int(bytes.number(at: bytes.snapshotTable, width: 8)), .tableUnreadable),
      (bytes.refcountBlock, .refcountUnreadable), (bytes.l1Entry(0), .tableUnreadable),
    ]
    for (place, problem) in places {
      let bad = UInt64(place)..<UInt64(place + 512)
      let report = try Check(FaultyStorage(sound, bad: [bad])).run()
      let found = report.groups.filter { $0.problem == problem }
      #expect(found.count == 1, "\(place)")
      #expect(report.tally.errors > 0)
      #expect(report.isComplete)
    }
  }

  @Test func aBadSectorInABitmapCostsTheBitmap() throws {
    let bytes = try RecipeImage.bitmap.bytes
    let table = bytes.number(at: bytes.bitmapDirectory ?? 0, width: 8)
    let storage = MemoryStorage(bytes.bytes, name: "image")
    let report = try Check(FaultyStorage(storage, bad: [table..<table + 8])).run()
    let found = report.groups.filter { $0.problem == .tableUnreadable }
    #expect(found.map(\.bitmap) == [0])
  }
}
