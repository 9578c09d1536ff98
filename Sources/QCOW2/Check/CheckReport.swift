/// What a check found.
public struct CheckReport: Sendable {
  /// The sums, as `qemu-img check` counts them, and what it does not see.
  public internal(set) var tally: CheckTally
  /// The findings, like ones together; the worst first.
  public internal(set) var groups: [FindingGroup]
  /// What the active disk's tables hold.
  public internal(set) var clusters: ClusterStatistics
  /// Where the last cluster ends that is referred to or counted; it may lie past the end of the
  /// file.
  public internal(set) var imageEnd: HostOffset
  /// Bytes of the file by owner; nil in a report that is not complete.
  public internal(set) var ledger: SpaceLedger?
  /// The length of the file when the check began.
  public let fileLength: UInt64
  /// What the file looks like, where it was asked for.
  public internal(set) var map: HostMap?
  /// Whether everything was looked at. A report of a check that was stopped holds what was found up
  /// to then.
  public internal(set) var isComplete: Bool
  /// Whether another program wrote to the file meanwhile, or may have: then the findings and sums are
  /// those of a moving image and need not be real.
  public let isLive: Bool
  /// The snapshots, by their place in the snapshot table.
  public let snapshots: [SnapshotRecord]
  /// The bitmaps, by their place in the directory.
  public let bitmaps: [BitmapRecord]
}

/// The clusters of the active disk, as `qemu-img check` counts them.
public struct ClusterStatistics: Hashable, Sendable {
  /// The clusters of the virtual disk.
  public internal(set) var total: UInt64
  /// Those with a host cluster or compressed data.
  public internal(set) var allocated: UInt64 = 0
  /// Those that do not follow the one before within their L2 table; all compressed ones.
  public internal(set) var fragmented: UInt64 = 0
  /// The compressed ones.
  public internal(set) var compressed: UInt64 = 0

  static func += (left: inout Self, right: Self) {
    left.allocated += right.allocated
    left.fragmented += right.fragmented
    left.compressed += right.compressed
  }
}

/// How far a check is.
public struct CheckProgress: Sendable {
  /// What is done now.
  public enum Phase: String, Sendable {
    /// The L1 tables of the disk and its snapshots are read.
    case l1Tables = "L1 tables"
    /// The L2 tables are read.
    case l2Tables = "L2 tables"
    /// The reference counts are compared.
    case refcounts = "reference counts"
    /// The guest ranges of what was found are looked up.
    case owners = "owners"
  }

  /// What is done now.
  public let phase: Phase
  /// How much of it is done.
  public let done: UInt64
  /// How much there is to do.
  public let total: UInt64
  /// What was found so far.
  public let tally: CheckTally
  /// The findings so far; costs their sorting.
  public let groups: @Sendable () -> [FindingGroup]
}
