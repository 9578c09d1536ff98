/// What the start and the end of a disk say of its partitions.
public struct PartitionTable: Hashable, Sendable {
  /// The kinds of tables.
  public enum Scheme: String, Sendable {
    /// There is no table: the disk is empty, or one file system from its start.
    case none
    /// A master boot record with up to four partitions, and logical ones in an extended one.
    case mbr
    /// A GUID partition table behind a master boot record that only protects it.
    case gpt
    /// A GUID partition table whose master boot record names partitions too.
    case hybrid
    /// A master boot record that protects a GUID partition table, which cannot be found.
    case protective
    /// The sectors that would tell cannot be read.
    case unknown
  }

  /// The kind of table.
  public internal(set) var scheme: Scheme
  /// The GUID of a GPT's disk, or the eight hexadecimal digits of an MBR's signature.
  public internal(set) var identifier: String?
  /// The bytes of a sector, by which the table counts: 512 unless a GPT lies elsewhere.
  public internal(set) var sectorSize: UInt64 = 512
  /// Whether the partitions are those of a GPT's backup, because the primary cannot be used.
  public internal(set) var isFromBackup = false
  /// The partitions in the order of the table, logical ones after their container.
  public internal(set) var partitions: [Partition] = []
  /// What is broken or cannot be read.
  public internal(set) var findings: [Finding] = []
  /// Whether every sector that the table needs could be read.
  public internal(set) var isComplete = true

  /// The partitions that have a part of the disk, and are not containers of others only.
  public var usable: [Partition] { partitions.filter { !$0.isContainer && !$0.range.isEmpty } }

  /// The guest offsets at which partitions begin, by their numbers; without those past the end.
  package var starts: [Int: GuestOffset] {
    Dictionary(
      partitions.filter { !$0.range.isEmpty }.map { ($0.number, $0.range.lowerBound) },
      uniquingKeysWith: { first, _ in first })
  }

  mutating func report(_ code: String, _ message: String, severity: Finding.Severity = .warning) {
    // One broken table may break a rule thousands of times.
    guard findings.count < Self.mostFindings else { return }
    findings.append(Finding(code, severity, message))
  }

  private static let mostFindings = 64
}

/// A partition that the guest's own table names.
public struct Partition: Hashable, Sendable {
  /// The number by which Linux would call it: 1 to 4 for primary ones of an MBR, 5 on for logical
  /// ones, and the place in the table of a GPT counted from 1.
  public let number: Int
  /// The first sector.
  public let firstSector: UInt64
  /// The last sector, which belongs to it.
  public let lastSector: UInt64
  /// The guest range, clipped to the disk; empty where all of it is past the end.
  public let range: Range<GuestOffset>
  /// What it is for, according to the table.
  public let type: PartitionType
  /// The name in a GPT; empty where there is none.
  public let name: String
  /// The GUID of a GPT's partition, or the disk's signature and the number of an MBR's.
  public let uuid: String?
  /// The attributes of a GPT's entry, or the boot indicator of an MBR's.
  public let attributes: UInt64
  /// Whether it holds logical partitions and nothing else.
  public let isContainer: Bool
  /// Whether a BIOS starts from it.
  public let isBootable: Bool

  /// The number of sectors.
  public var sectorCount: UInt64 { (lastSector - firstSector).addingClamped(1) }
}

extension UInt64 {
  /// The sum, or the largest number where it is beyond that.
  func addingClamped(_ other: UInt64) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

  /// The product, or the largest number where it is beyond that.
  func timesClamped(_ other: UInt64) -> UInt64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}
