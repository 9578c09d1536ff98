import QCOW2
import TestSupport
import Testing

@Suite("Tables of entry bits")
struct EntryTests {
  private static let tables: [(name: String, fields: [BitField])] =
    [
      ("L1", L1Entry.fields), ("L2", L2Entry.fields), ("refcount table", RefcountTableEntry.fields),
      ("subclusters", SubclusterBitmap.fields),
    ]
    + (9...21).map { ("compressed, \($0)", CompressedDescriptor.fields(clusterBits: $0)) }

  @Test(arguments: tables.map(\.name))
  func everyBitBelongsToOneField(_ name: String) throws {
    let fields = try #require(EntryTests.tables.first { $0.name == name }).fields
    #expect(fields.flatMap { Array($0.bits) } == Array(0...63))
    #expect(fields.reduce(0) { $0 | $1.mask } == .max)
    for field in fields {
      let bits = field.bits.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
      #expect(field.mask == bits)
      #expect(field.value(in: .max) == bits >> UInt64(field.bits.lowerBound))
      #expect(field.value(in: ~bits) == 0)
    }
  }

  @Test func aFieldMayFillTheWord() throws {
    let l1 = try #require(L1Entry.fields.first { $0.name == "offset" })
    #expect(l1.value(in: 0x8012_3456_789a_bc00) << 9 == 0x0012_3456_789a_bc00)
  }

  /// The masks of the hot paths against the tables that people see.
  @Test func masksAgreeWithTables() {
    for bit in 0..<64 {
      let word = UInt64(1) << UInt64(bit)
      let l1 = name(of: bit, in: L1Entry.fields)
      #expect((L1Entry(rawValue: word).l2Table != nil) == (l1 == "offset"), "L1 bit \(bit)")
      #expect((L1Entry(rawValue: word).reservedBits != 0) == (l1 == "reserved"), "L1 bit \(bit)")
      #expect(L1Entry(rawValue: word).isCopied == (l1 == "COPIED"), "L1 bit \(bit)")
      let l2 = name(of: bit, in: L2Entry.fields)
      let entry = L2Entry(rawValue: word)
      #expect((entry.host != nil) == (l2 == "offset"), "L2 bit \(bit)")
      #expect((entry.reservedBits != 0) == (l2 == "reserved"), "L2 bit \(bit)")
      #expect(entry.isCopied == (l2 == "COPIED"), "L2 bit \(bit)")
      #expect(entry.isCompressed == (l2 == "COMPRESSED"), "L2 bit \(bit)")
      #expect(entry.hasZeroFlag == (l2 == "ZERO"), "L2 bit \(bit)")
      let table = name(of: bit, in: RefcountTableEntry.fields)
      let refcounts = RefcountTableEntry(rawValue: word)
      #expect((refcounts.refcountBlock != nil) == (table == "offset"), "refcount bit \(bit)")
      #expect((refcounts.reservedBits != 0) == (table == "reserved"), "refcount bit \(bit)")
      let half = name(of: bit, in: SubclusterBitmap.fields)
      let bitmap = SubclusterBitmap(rawValue: word)
      #expect(bitmap.allocated == (half == "allocated" ? 1 << UInt32(bit % 32) : 0))
      #expect(bitmap.zero == (half == "reads as zeros" ? 1 << UInt32(bit % 32) : 0))
    }
  }

  private func name(of bit: Int, in fields: [BitField]) -> String? {
    fields.first { $0.bits.contains(bit) }?.name
  }

  /// The masks that QEMU's check uses.
  @Test func reservedMasksAreTheSpecifications() {
    #expect(L1Entry(rawValue: .max).reservedBits == 0x7f00_0000_0000_01ff)
    #expect(L2Entry(rawValue: ~(1 << 62)).reservedBits == 0x3f00_0000_0000_01fe)
    #expect(RefcountTableEntry(rawValue: .max).reservedBits == 0x1ff)
  }
}

@Suite("Compressed cluster descriptors")
struct CompressedDescriptorTests {
  /// Split by division, at x = 62 - (cluster_bits - 8).
  @Test(arguments: [9, 12, 16, 21])
  func fieldsAreSplitWhereTheSpecificationSays(clusterBits: Int) {
    var generator = SplitMix64(seed: UInt64(clusterBits))
    let split = (0..<62 - (clusterBits - 8)).reduce(UInt64(1)) { product, _ in product * 2 }
    for _ in 0..<1000 {
      let word = generator.next() | 1 << 62
      let flagless = word % (1 << 62)
      let (sectors, offset) = flagless.quotientAndRemainder(dividingBy: split)
      let descriptor = CompressedDescriptor(rawValue: word, clusterBits: clusterBits)
      #expect(descriptor.host.rawValue == offset)
      #expect(descriptor.additionalSectors == sectors)
      // From the first byte to the end of the last sector.
      let lastSector = offset / 512 + sectors
      #expect(descriptor.maximumLength == (lastSector + 1) * 512 - offset)
      let fields = CompressedDescriptor.fields(clusterBits: clusterBits)
      #expect(fields.map { $0.value(in: word) } == [offset, sectors, 1, word >> 63])
    }
  }

  /// QEMU's own entries: three streams of an image, each beginning where the one before may end.
  @Test(arguments: [9, 12, 16, 21])
  func streamsOfQEMUFollowEachOther(clusterBits: Int) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image.qcow2")
    let size = 1 << clusterBits
    try QEMU.create(path, size: "\(3 * size)", options: ["cluster_size=\(size)"])
    try QEMU.io(path, (0..<3).map { "write -c -P \($0 + 1) \($0 * size) \(size)" })
    let bytes = try ImageBytes(contentsOf: path)
    let streams = (0..<3).map {
      CompressedDescriptor(
        rawValue: bytes.number(at: bytes.l2Entry(0, $0), width: 8), clusterBits: clusterBits)
    }
    for (stream, next) in zip(streams, streams.dropFirst()) {
      let end = stream.host.rawValue + stream.maximumLength
      #expect(stream.host < next.host)
      #expect(next.host.rawValue <= end)
      #expect(end % 512 == 0)
    }
  }
}
