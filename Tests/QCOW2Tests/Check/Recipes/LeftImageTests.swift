import QCOW2
import TestSupport
import Testing

/// What is not one broken entry: marks in the header, crashes, tables in wrong places and too many
/// snapshots. Status and counts are those of `qemu-img check`.
@Suite("Images as crashes and other programs leave them", .serialized)
struct LeftImageTests {
  /// Checks with both; theirs is expected.
  private func expectSame(_ path: String, status: Int32? = nil) throws {
    let theirs = try run("qemu-img", ["check", "-f", "qcow2", path])
    #expect(theirs.status == status ?? theirs.status, "\(theirs.output)\(theirs.errors)")
    let report = try checked(path)
    #expect(CheckDocument("image", report).status == theirs.status)
    #expect(try CheckVerdict(report) == CheckVerdict(qemuOn: path))
  }

  private func spoilt(
    _ image: RecipeImage = .standard, in directory: TemporaryDirectory,
    _ spoil: (inout ImageBytes) -> Void
  ) throws -> String {
    let path = directory.file("image")
    var bytes = try image.bytes
    spoil(&bytes)
    try write(bytes.bytes, to: path)
    return path
  }

  /// Bits 0 and 1 of the incompatible features.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func marksAloneAreNoDamage(bits: UInt64) throws {
    let directory = try TemporaryDirectory()
    try expectSame(spoilt(in: directory) { $0.store(bits, at: 72, width: 8) }, status: 0)
  }

  /// The program ends without writing the counts that it kept in memory.
  @Test func aCrashWithLazyRefcounts() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(path, size: "8M", options: ["lazy_refcounts=on", "cluster_size=4k"])
    _ = try run(
      "bash",
      ["-c", "ulimit -c 0; qemu-io -c 'write -P 1 0 64k' -c flush -c abort \"$0\"", path])
    #expect(try ImageBytes(contentsOf: path).number(at: 72, width: 8) == 1)
    try expectSame(path, status: 2)
  }

  /// QEMU does not even begin; we look at as many as there may be.
  @Test func moreSnapshotsThanThereMayBe() throws {
    let directory = try TemporaryDirectory()
    let path = try spoilt(in: directory) { $0.store(65_537, at: 60, width: 4) }
    let theirs = try run("qemu-img", ["check", "-f", "qcow2", path])
    #expect(theirs.status == 1, "\(theirs.output)\(theirs.errors)")
    do {
      #expect(CheckDocument("image", try checked(path)).status == 1)
    } catch let error as ImageError {
      #expect("\(error)".contains("65,537") || "\(error)".contains("65537"))
    }
  }

  /// One structure where another is: an L2 table in the L1 table, the header, the refcount table and a
  /// block; a refcount block in each of them, at 0 and in the middle of data.
  @Test(arguments: 0..<5, [false, true])
  func structuresInEachOther(which: Int, isBlock: Bool) throws {
    let directory = try TemporaryDirectory()
    let path = try spoilt(in: directory) { bytes in
      let places: [UInt64] = [
        bytes.number(at: 40, width: 8), 0, UInt64(bytes.refcountTable),
        UInt64(bytes.refcountBlock), bytes.host(at: bytes.entry(2)),
      ]
      let entry = isBlock ? bytes.refcountTable : bytes.l1Entry(3)
      bytes.store(places[which], at: entry, width: 8)
    }
    try expectSame(path)
  }

  /// The refcount table itself elsewhere, as after a header that was put together by hand.
  @Test(arguments: 0..<4)
  func theRefcountTableElsewhere(which: Int) throws {
    let directory = try TemporaryDirectory()
    let path = try spoilt(in: directory) { bytes in
      let places: [UInt64] = [
        bytes.number(at: 40, width: 8), bytes.host(at: bytes.entry(2)),
        UInt64(bytes.refcountBlock), bytes.firstClusterPastEnd,
      ]
      bytes.store(places[which], at: 48, width: 8)
    }
    try expectSame(path)
  }
}
