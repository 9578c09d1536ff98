import QCOW2
import TestSupport
import Testing

/// Broken partition tables: what is said of them, and what is still listed.
@Suite struct PartitionDamageTests {
  private func codes(_ table: PartitionTable) -> Set<String> { Set(table.findings.map(\.code)) }

  private func gpt() throws -> (bytes: [UInt8], last: Int) {
    let file = try PartitionedFile(size: 8 << 20, script: PartitionTableTests.small)
    let bytes = try contents(of: file.path)
    return (bytes, bytes.count / 512 - 1)
  }

  private func mbr(_ script: String) throws -> [UInt8] {
    let file = try PartitionedFile(size: 8 << 20, script: "label: dos\n" + script)
    return try contents(of: file.path)
  }

  private let logical = """
    start=2048, size=12000, type=5
    start=3000, size=100
    start=4000, size=100
    start=5000, size=100

    """

  @Test(arguments: [
    // The byte that is changed, what is said, and whether the backup is listed.
    (512 + 16, ["gpt-primary", "gpt-from-backup"], true),
    (512 + 60, ["gpt-primary", "gpt-from-backup"], true),
    (512, ["gpt-from-backup"], true),
    (1024 + 33, ["gpt-primary", "gpt-from-backup"], true),
    (-512 + 16, ["gpt-backup"], false), (-33 * 512 + 33, ["gpt-backup"], false),
    (-512, ["gpt-backup-missing"], false),
  ])
  func oneBrokenCopyLeavesTheOther(byte: Int, expected: [String], usesBackup: Bool) throws {
    var (bytes, _) = try gpt()
    let sound = try GuestDisk.of(bytes).partitionTable()
    bytes[byte < 0 ? bytes.count + byte : byte] ^= 0x55
    let table = try GuestDisk.of(bytes).partitionTable()
    #expect(codes(table) == Set(expected))
    #expect(table.isFromBackup == usesBackup)
    #expect(table.partitions == sound.partitions)
    #expect(table.partitions.count == 2)
  }

  @Test func withoutASoundCopyTheRestIsShownAndDoubted() throws {
    var (bytes, last) = try gpt()
    bytes[512 + 16] ^= 1
    bytes[last * 512 + 16] ^= 1
    let table = try GuestDisk.of(bytes).partitionTable()
    #expect(codes(table) == ["gpt-primary", "gpt-backup", "gpt-no-valid-copy"])
    #expect(table.partitions.map(\.name) == ["one", "two"])
    bytes[512] = 0
    bytes[last * 512] = 0
    let none = try GuestDisk.of(bytes).partitionTable()
    #expect(none.scheme == .protective)
    #expect(codes(none) == ["gpt-missing"])
    #expect(none.partitions == [])
  }

  @Test func aDiskOfAnotherSizeHasItsBackupElsewhere() throws {
    let (bytes, last) = try gpt()
    let grown = try GuestDisk.of(bytes + [UInt8](repeating: 0, count: 1 << 20)).partitionTable()
    #expect(codes(grown) == ["gpt-backup-place"])
    #expect(grown.partitions.count == 2)
    let cut = try GuestDisk.of(Array(bytes[..<(7000 * 512)])).partitionTable()
    #expect(codes(cut) == ["gpt-backup-place", "gpt-backup-missing", "partition-past-end"])
    #expect(cut.partitions.map(\.lastSector) == [6143, 8191])
    #expect(cut.partitions.last?.range.upperBound == GuestOffset(7000 * 512))
    #expect(last == 16_383)
  }

  @Test func aBackupOfAnotherTableIsSaid() throws {
    let (bytes, last) = try gpt()
    let other = try gpt().bytes
    let mixed = Array(bytes[..<((last - 32) * 512)]) + other[((last - 32) * 512)...]
    // Only the GUIDs differ.
    let table = try GuestDisk.of(mixed).partitionTable()
    #expect(codes(table) == ["gpt-backup-differs"])
    #expect(table.partitions == (try GuestDisk.of(bytes).partitionTable().partitions))
  }

  @Test func aGPTWithoutProtectionIsNotInForce() throws {
    var (bytes, _) = try gpt()
    bytes.replaceSubrange(0..<512, with: [UInt8](repeating: 0, count: 512))
    let table = try GuestDisk.of(bytes).partitionTable()
    #expect(table.scheme == .none)
    #expect(codes(table) == ["gpt-not-protected"])
    #expect(table.partitions == [])
  }

  @Test func aHybridIsAGPTFirst() throws {
    let file = try PartitionedFile(size: 8 << 20, script: PartitionTableTests.small)
    try succeed("sgdisk", ["-h", "1", file.path])
    let table = try GuestDisk.over(file.path).partitionTable()
    #expect(table.scheme == .hybrid)
    #expect(codes(table) == ["hybrid-mbr"])
    #expect(table.partitions.map(\.name) == ["one", "two"])
  }

  @Test func overlapsAndPlacesOutsideAreSaid() throws {
    var bytes = try mbr("start=2048, size=4096\n")
    // A second entry that begins within the first and goes on past the end.
    bytes.replaceSubrange(
      462..<478, with: [0, 0, 0, 0, 0x83, 0, 0, 0, 0, 0x10, 0, 0, 0xff, 0xff, 0, 0])
    let table = try GuestDisk.of(bytes).partitionTable()
    #expect(codes(table) == ["partitions-overlap", "partition-past-end"])
    #expect(table.partitions.map(\.sectorCount) == [4096, 65_535])
  }

  @Test func aLoopOfLogicalPartitionsEnds() throws {
    var bytes = try mbr(logical)
    let second = 2048 + Int(try #require(littleEndian(bytes, at: 2048 * 512 + 446 + 24)))
    // The second table names itself as the next one: its distance from the container's start.
    let distance = UInt32(second - 2048)
    bytes.replaceSubrange(
      second * 512 + 446 + 24..<second * 512 + 446 + 28,
      with: (0..<4).map { UInt8(truncatingIfNeeded: distance >> (8 * $0)) })
    let table = try GuestDisk.of(bytes).partitionTable()
    #expect(codes(table) == ["ebr-loop"])
    #expect(table.partitions.map(\.number) == [1, 5, 6])
    #expect(table.partitions.map(\.firstSector) == [2048, 3000, 4000])
  }

  @Test func aLogicalPartitionOutsideOfItsContainerIsSaid() throws {
    var bytes = try mbr(logical)
    // The count of the first logical partition.
    bytes.replaceSubrange(2048 * 512 + 446 + 12..<2048 * 512 + 446 + 16, with: [0, 0x31, 0, 0])
    let table = try GuestDisk.of(bytes).partitionTable()
    #expect(codes(table) == ["logical-outside", "partitions-overlap"])
    #expect(table.partitions.map(\.number) == [1, 5, 6, 7])
  }

  @Test func whatCannotBeReadIsNotTakenForNoTable() throws {
    let (bytes, last) = try gpt()
    let sectors: (Int) -> Range<UInt64> = { UInt64($0 * 512)..<UInt64($0 * 512 + 512) }
    let blind = try GuestDisk.of(bytes, bad: [sectors(0), sectors(1), sectors(last)])
      .partitionTable()
    #expect(blind.scheme == .unknown)
    #expect(!blind.isComplete)
    #expect(blind.findings.count == 1)
    let said = try #require(blind.findings.first?.message)
    #expect(said.hasPrefix("sector 0 cannot be read: "))
    #expect(said.contains(" other place"), "the two copies of the GPT cannot be read either")
    let half = try GuestDisk.of(bytes, bad: [sectors(1)]).partitionTable()
    #expect(half.isFromBackup && !half.isComplete)
    #expect(half.partitions.count == 2)
    let list = try #require(try GuestDisk.of(bytes, bad: [sectors(2048)]).volumes())
    #expect(list.volumes.map { $0.contents.unreadable == nil } == [false, true])
    #expect(!list.isComplete)
  }

  private func littleEndian(_ bytes: [UInt8], at offset: Int) -> UInt32? {
    Bytes(bytes).load(UInt32.self, at: offset)?.byteSwapped
  }
}
