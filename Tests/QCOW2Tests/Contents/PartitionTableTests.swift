import QCOW2
import TestSupport
import Testing

/// Partition tables as sfdisk and sgdisk see them.
@Suite struct PartitionTableTests {
  private static let size: UInt64 = 256 << 20

  /// Partitions in a random order of numbers with gaps between them.
  private static func gptScript(_ seed: UInt64) -> String {
    var random = SplitMix64(seed: seed)
    let count = Int.random(in: 1...100, using: &random)
    let numbers = Array((1...128).shuffled(using: &random).prefix(count))
    var start: UInt64 = 2048
    var lines = ["label: gpt"]
    for number in numbers {
      start += .random(in: 0...3000, using: &random)
      let size = UInt64.random(in: 1...1500, using: &random)
      let type = ["U", "L", "S", "H", "V", "R"].randomElement(using: &random) ?? "L"
      let name = number % 3 == 0 ? ", name=\"Teil \(number) äöü\"" : ""
      lines.append("/dev/x\(number) : start=\(start), size=\(size), type=\(type)\(name)")
      start += size
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func mbrScript(_ seed: UInt64) -> String {
    var random = SplitMix64(seed: seed)
    let types = ["83", "7", "c", "82", "8e", "fd", "a5", "1"]
    func type() -> String { types.randomElement(using: &random) ?? "83" }
    var lines = ["label: dos", "start=2048, size=30000, type=\(type()), bootable"]
    let logical = Int.random(in: 0...50, using: &random)
    lines.append("start=40000, size=300000, type=\(["5", "f", "85"][Int(seed % 3)])")
    var start: UInt64 = 40_000
    for _ in 0..<logical {
      start += .random(in: 2048...3000, using: &random)
      let size = UInt64.random(in: 1...2000, using: &random)
      lines.append("start=\(start), size=\(size), type=\(type())")
      start += size
    }
    if seed % 2 == 0 { lines.insert("start=350000, size=1000, type=\(type())", at: 3) }
    // Logical partitions may only follow once their container is there; the rest is primary.
    return lines.joined(separator: "\n") + "\n"
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func gptIsListedAsBySfdisk(seed: UInt64) throws {
    let file = try PartitionedFile(size: Self.size, script: Self.gptScript(seed))
    let (listing, table) = (try file.listing(), try GuestDisk.over(file.path).partitionTable())
    #expect(table.scheme == .gpt)
    #expect(table.identifier == listing.id)
    #expect(table.sectorSize == 512)
    #expect(table.findings == [])
    #expect(table.isComplete)
    #expect(table.partitions.map { $0.row(of: file.path) } == listing.partitions)
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func mbrIsListedAsBySfdisk(seed: UInt64) throws {
    let file = try PartitionedFile(size: Self.size, script: Self.mbrScript(seed))
    let (listing, table) = (try file.listing(), try GuestDisk.over(file.path).partitionTable())
    #expect(table.scheme == .mbr)
    #expect(table.identifier.map { "0x\($0)" } == listing.id)
    #expect(table.findings == [])
    let order = { (rows: [PartitionedFile.Listing.Row]) in rows.sorted { $0.start < $1.start } }
    let rows = table.partitions.map { $0.row(of: file.path) }
    #expect(order(rows) == order(try #require(listing.partitions)))
    #expect(table.partitions.filter(\.isContainer).map(\.number) == [2])
  }

  /// The same sectors on a disk whose sectors are eight times as large are a sound table too.
  @Test func sectorsOf4096BytesAreRecognised() throws {
    let file = try PartitionedFile(size: 8 << 20, script: Self.small)
    let sound = try contents(of: file.path)
    var large = [UInt8](repeating: 0, count: sound.count * 8)
    let last = sound.count / 512 - 1
    func move(_ sector: Int, _ count: Int) {
      large.replaceSubrange(
        sector * 4096..<sector * 4096 + count, with: sound[sector * 512..<sector * 512 + count])
    }
    move(0, 512)
    move(1, 512)
    move(2, 16_384)
    move(last, 512)
    move(last - 32, 16_384)
    let table = try GuestDisk.of(large).partitionTable()
    #expect(table.sectorSize == 4096)
    #expect(table.findings == [])
    let rows = table.partitions.map { $0.row(of: file.path) }
    #expect(rows == (try file.listing().partitions))
    #expect(table.partitions.map(\.range.lowerBound.rawValue) == [2048 * 4096, 6144 * 4096])
  }

  static let small =
    "label: gpt\nstart=2048, size=4096, name=one\nstart=6144, size=2048, name=two\n"
}
