import QCOW2
import TestSupport
import Testing

@Suite("Snapshot tables that lie")
struct HostileSnapshotTests {
  /// One number of the header or of the first entry, made into another.
  struct Poke: CustomTestStringConvertible, Sendable {
    let name: String
    /// Where it lies, from the start of the entry; negative counts from the start of the header.
    let offset: Int
    let width: Int
    let value: UInt64
    /// A word of what must be reported; nil where the table itself is sound.
    var finding: String?
    var isRefused = false
    var testDescription: String { "\(name) = \(value)" }
  }

  static let pokes: [Poke] = [
    Poke(name: "nb_snapshots", offset: -60, width: 4, value: 65_536, finding: "cut off"),
    Poke(name: "snapshots_offset", offset: -64, width: 8, value: 1 << 40, finding: "cut off"),
    Poke(name: "extra_data_size", offset: 36, width: 4, value: 0xffff_ffff, finding: "larger"),
    Poke(name: "extra_data_size", offset: 36, width: 4, value: 60 << 20, finding: "cut off"),
    Poke(name: "extra_data_size", offset: 36, width: 4, value: 1025, finding: "allowed is 1024"),
    Poke(name: "extra_data_size", offset: 36, width: 4, value: 8, finding: "size of its disk"),
    Poke(name: "name_size", offset: 14, width: 2, value: 0xffff, finding: "cut off"),
    Poke(name: "id_str_size", offset: 12, width: 2, value: 0xffff, finding: "cut off"),
    Poke(name: "l1_size", offset: 8, width: 4, value: .max, finding: "l1_size", isRefused: true),
    Poke(
      name: "l1_size", offset: 8, width: 4, value: 4_194_305, finding: "l1_size", isRefused: true),
    Poke(name: "l1_size", offset: 8, width: 4, value: 4_194_304),
    Poke(
      name: "l1_table_offset", offset: 0, width: 8, value: 513, finding: "not the start",
      isRefused: true),
    Poke(name: "l1_table_offset", offset: 0, width: 8, value: 0xffff_ffff_ffff_0000),
    Poke(name: "disk_size", offset: 48, width: 8, value: .max, isRefused: true),
    Poke(name: "disk_size", offset: 48, width: 8, value: 1 << 62),
    Poke(name: "disk_size", offset: 48, width: 8, value: 0),
    Poke(name: "vm_state_size_large", offset: 40, width: 8, value: .max),
  ]

  @Test(arguments: pokes) func liesAreReported(_ poke: Poke) throws {
    var bytes = try specimen()
    let entry = Int(bytes.number(at: 64, width: 8))
    bytes.store(
      poke.value, at: poke.offset < 0 ? -poke.offset : entry + poke.offset, width: poke.width)
    let storage = CountingStorage(MemoryStorage(bytes.bytes, name: "image"))
    let image = try Image(storage)
    storage.reset()
    let table = try image.snapshots()
    if let finding = poke.finding {
      #expect(table.findings.contains { $0.message.contains(finding) }, "\(table.findings)")
    } else {
      #expect(table.findings == [])
    }
    #expect(table.findings.count <= 60)
    for record in table.records {
      if poke.isRefused {
        #expect(throws: ImageError.self) { try image.disk(of: record) }
      } else if let disk = try? image.disk(of: record) {
        _ = try? disk.read(at: .zero, count: 512)
        #expect(
          disk.extents(in: disk.guestRange).prefix(100).reduce(0) { $0 + $1.length } > 0
            || disk.geometry.virtualSize == 0)
      }
      // No state was saved, whatever else is wrong; one of 2^64 bytes cannot be.
      if poke.name == "vm_state_size_large" {
        #expect(throws: ImageError.self) { try image.vmState(of: record) }
      } else if poke.finding == nil {
        #expect(try image.vmState(of: record) == nil)
      }
    }
    // What is asked for is also set aside: never more than the file could hold.
    #expect(storage.calls.allSatisfy { $0.count <= max(bytes.bytes.count, 65_536) })
    #expect(try image.read(at: .zero, count: 4) == [1, 1, 1, 1])
  }

  private func specimen() throws -> ImageBytes {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(path, size: "1M", options: ["cluster_size=4k"])
    try QEMU.io(path, ["write -P 1 0 64k"])
    try QEMU.snapshot(path, "one")
    var bytes = try ImageBytes(contentsOf: path)
    // Room for extra data that is too long but there.
    bytes.store(0, at: Int(bytes.number(at: 64, width: 8)) + 2047, width: 1)
    return bytes
  }

  /// QEMU puts the machine state behind the last L2 table that the disk needs a byte of, whether the
  /// disk ends with a table, within it, or within a sector.
  @Test(arguments: [(1024, 1024), (512, 512), (1023, 1023), (512 << 10, 512 << 10), (513, 1)])
  func theMachineStateLiesBehindTheLastTable(_ kibibytes: Int, _ recorded: Int) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    // 32 KiB to a table of 512-byte clusters.
    try QEMU.create(path, size: "\(kibibytes)k", options: ["cluster_size=512"])
    try QEMU.io(path, ["write -P 1 0 \(min(kibibytes, 64))k", "write -b -P 7 0 100k"])
    try QEMU.snapshot(path, "state")
    try QEMU.io(path, ["write -b -P 8 0 100k"])
    var bytes = try ImageBytes(contentsOf: path)
    let entry = Int(bytes.number(at: 64, width: 8))
    bytes.store(100_000, at: entry + 40, width: 8)
    // 513 KiB need the 17th table, and so does a single byte more than 512 KiB.
    if recorded == 1 { bytes.store((512 << 10) + 1, at: entry + 48, width: 8) }
    let image = try Image(MemoryStorage(bytes.bytes, name: "image"))
    let record = try #require(try image.snapshots().records.first)
    let state = try #require(try image.vmState(of: record))
    let start = UInt64((kibibytes + 31) / 32 * 32) << 10
    #expect(state.range == GuestOffset(start)..<GuestOffset(start + 100_000))
    let found = try state.image.read(at: state.range.lowerBound, count: 100_000)
    #expect(found == [UInt8](repeating: 7, count: 100_000))
  }

  /// A disk of 1 GiB in two L2 tables is made into one of less than 512 MiB with a machine state:
  /// what lies in the second table is where the state belongs.
  @Test func theMachineStateIsReadBack() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(path, size: "1G", options: ["cluster_size=64k"])
    try QEMU.io(path, ["write -P 1 0 64k", "write -P 7 512M 128k", "write -P 8 524416k 1k"])
    try QEMU.snapshot(path, "state")
    var bytes = try ImageBytes(contentsOf: path)
    let entry = Int(bytes.number(at: 64, width: 8))
    bytes.store(131_072 + 513, at: entry + 40, width: 8)
    bytes.store((512 << 20) - 512, at: entry + 48, width: 8)
    bytes.store(123_456_789_012, at: entry + 24, width: 8)
    bytes.store(42, at: entry + 56, width: 8)
    try write(bytes.bytes, to: path)
    let image = try Image(openStorage(path))
    let record = try #require(try image.snapshots().records.first)
    #expect(try [SnapshotInfo(record)] == SnapshotInfo.all(path))
    #expect(record.vmStateSize == 131_585 && record.instructionCount == 42)
    #expect(record.diskSize == (512 << 20) - 512)
    let state = try #require(try image.vmState(of: record))
    #expect(state.range == GuestOffset(512 << 20)..<GuestOffset((512 << 20) + 131_585))
    let found = try state.image.read(at: state.range.lowerBound, count: 131_585)
    let expected = (0..<131_585).map { UInt8($0 < 131_072 ? 7 : 8) }
    #expect(firstDifference(found, from: expected) == nil)
    let disk = try image.disk(of: record)
    #expect(disk.geometry.virtualSize == (512 << 20) - 512)
    #expect(disk.extents(in: disk.guestRange).map(\.kind) == [.data, .unallocated])
    bytes.store(.max, at: entry + 56, width: 8)
    bytes.store(0, at: entry + 40, width: 8)
    let plain = try Image(MemoryStorage(bytes.bytes, name: "image"))
    let other = try #require(try plain.snapshots().records.first)
    #expect(other.instructionCount == nil)
    #expect(try plain.vmState(of: other) == nil)
  }
}
