import QCOW2
import TestSupport
import Testing

@Suite("Bitmap directories that lie")
struct HostileBitmapTests {
  /// An image of 1 MiB in clusters of 512 bytes with a bitmap whose bits take four clusters, of which
  /// two are alike.
  private struct Specimen {
    var bytes: ImageBytes
    /// Where the bitmaps extension's payload begins.
    let pointer: Int
    var entry: Int { Int(bytes.number(at: pointer + 16, width: 8)) }
    var table: Int { Int(bytes.number(at: entry, width: 8)) }

    init() throws {
      let directory = try TemporaryDirectory()
      let path = directory.file("image")
      try QEMU.create(path, size: "8M", options: ["cluster_size=512"])
      try QEMU.bitmap(path, "--add", "-g", "512", "b")
      try QEMU.io(path, ["write -P 1 0 64k", "write -z 2M 2M", "write -P 3 5M 4k"])
      bytes = try ImageBytes(contentsOf: path)
      var at = Int(bytes.number(at: 100, width: 4))
      while bytes.number(at: at, width: 4) != 0x2385_2875, at < 512 {
        at += 8 + (Int(bytes.number(at: at + 4, width: 4)) + 7) / 8 * 8
      }
      pointer = at + 8
    }

    func opened() throws -> (Image, CountingStorage) {
      let storage = CountingStorage(MemoryStorage(bytes.bytes, name: "image"))
      let image = try Image(storage)
      storage.reset()
      return (image, storage)
    }
  }

  /// Offset within the entry, width, value and a word of the finding.
  @Test(
    arguments: [
      (0, 8, 513, "bitmap_table_offset"), (0, 8, 0, "bitmap_table_offset"),
      (8, 4, 0, "bitmap_table_size"), (8, 4, 1, "covers"), (8, 4, 0xffff_ffff, "table_size"),
      (8, 4, 0x800_0000, "bits take"), (12, 4, 0x10, "reserved flags"), (16, 1, 2, "type"),
      (17, 1, 8, "granularity"), (17, 1, 32, "granularity"), (17, 1, 255, "granularity"),
      (18, 2, 0xffff, "past the directory"), (20, 4, UInt64(UInt32.max), "past the directory"),
    ] as [(Int, Int, UInt64, String)])
  func liesAreReported(_ offset: Int, _ width: Int, _ value: UInt64, _ word: String) throws {
    var specimen = try Specimen()
    specimen.bytes.store(value, at: specimen.entry + offset, width: width)
    let (image, storage) = try specimen.opened()
    let directory = try image.bitmaps()
    #expect(
      directory.findings.contains { $0.message.contains(word) }, "\(directory.findings)")
    for record in directory.records {
      if let runs = image.runs(of: record) { #expect(Array(runs.prefix(10_000)).count < 10_000) }
    }
    #expect(storage.calls.allSatisfy { $0.count <= 65_536 })
    #expect(try image.read(at: .zero, count: 2) == [1, 1])
  }

  @Test func aDirectoryThatIsNotThere() throws {
    var specimen = try Specimen()
    specimen.bytes.store(1024 * 65_535, at: specimen.pointer + 8, width: 8)
    specimen.bytes.store(1 << 50, at: specimen.pointer + 16, width: 8)
    let (image, storage) = try specimen.opened()
    let directory = try image.bitmaps()
    #expect(directory.records == [])
    #expect(directory.findings.count == 2)
    #expect(storage.calls.allSatisfy { $0.count <= specimen.bytes.bytes.count })
    #expect(try image.read(at: .zero, count: 2) == [1, 1])
  }

  /// 64 MiB of zeros would be millions of empty entries.
  @Test func aDirectoryOfNothingButZeros() throws {
    var specimen = try Specimen()
    let start = (specimen.bytes.bytes.count + 511) & ~511
    let size = 65_535 * 24 + 4800
    specimen.bytes.store(UInt64(size), at: specimen.pointer + 8, width: 8)
    specimen.bytes.store(UInt64(start), at: specimen.pointer + 16, width: 8)
    specimen.bytes.store(0, at: start + size - 1, width: 1)
    let (image, _) = try specimen.opened()
    let directory = try image.bitmaps()
    #expect(directory.records.count == 65_535)
    #expect(directory.findings.contains { $0.message.contains("the rest was not read") })
  }

  @Test(
    arguments: [
      (2, "reserved"), (1 << 60, "reserved"), (0x201, "reserved"), (1 << 40, "past the end"),
    ] as [(UInt64, String)])
  func brokenTableEntriesCostOnlyTheirRange(_ word: UInt64, _ reason: String) throws {
    var specimen = try Specimen()
    let (sound, _) = try specimen.opened()
    let before = try runs(sound)
    specimen.bytes.store(word, at: specimen.table + 8, width: 8)
    let (image, _) = try specimen.opened()
    let after = try runs(image)
    let lost = GuestOffset(2 << 20)..<GuestOffset(4 << 20)
    let unknown = after.filter { if case .unknown = $0.state { true } else { false } }
    #expect(unknown.map(\.range) == [lost])
    if case .unknown(let text)? = unknown.first?.state { #expect(text.contains(reason)) }
    #expect(after.filter { !$0.range.overlaps(lost) } == before.filter { !$0.range.overlaps(lost) })
  }

  private func runs(_ image: Image) throws -> [BitmapRun] {
    let record = try #require(try image.bitmaps().records.first)
    return Array(try #require(image.runs(of: record)))
  }

  /// The disk is as large as any and the table has few entries: what has none is told at once.
  @Test(.timeLimit(.minutes(1))) func aTableThatIsTooShortForAHugeDisk() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(path, size: "1T", options: ["cluster_size=2M"])
    try QEMU.bitmap(path, "--add", "-g", "64k", "b")
    var bytes = try ImageBytes(contentsOf: path)
    let at = try #require(
      stride(from: 0, to: bytes.bytes.count - 8, by: 8).first {
        bytes.number(at: $0, width: 4) == 0x2385_2875
      })
    let entry = Int(bytes.number(at: at + 8 + 16, width: 8))
    bytes.store(9, at: entry + 17, width: 1)
    bytes.store(1 << 61, at: 24, width: 8)
    bytes.store(4_194_304, at: 36, width: 4)
    let image = try Image(MemoryStorage(bytes.bytes, name: "image"))
    let table = try image.bitmaps()
    #expect(table.findings.contains { $0.message.contains("covers") })
    let record = try #require(table.records.first)
    let found = Array(try #require(image.runs(of: record)))
    #expect(found.count == 2)
    #expect(found.last?.range.upperBound == GuestOffset(1 << 61))
  }
}
