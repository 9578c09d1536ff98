extension Problem {
  /// What follows from the problem, what can be done and how to say so.
  public var rule: Rule {
    switch self {
    case .headerRule, .tablePastEnd, .overlap, .repairUnsafe, .tail: structureRule
    case .l1ReservedBits, .l1Unaligned, .l2TablePastEnd, .l2TableShared, .l1Copied: l1Rule
    case .l2ReservedBits, .zeroFlagInVersion2, .clusterUnaligned, .zeroClusterUnaligned,
      .clusterPastEnd, .clusterAliased, .l2Copied:
      l2Rule
    case .compressedCopied, .compressedPastEnd, .compressedWithDataFile,
      .compressedWithSubclusters:
      compressedRule
    case .subclusterConflict, .subclustersWithoutCluster, .dataFileMismatch, .dataFileNotCopied:
      featureRule
    case .refcountZero, .refcountTooLow, .refcountOverflow, .leak, .refcountTableReservedBits,
      .refcountBlockUnaligned, .refcountBlockPastEnd, .refcountBlockShared, .refcountUnreadable,
      .tableUnreadable:
      refcountRule
    case .snapshotTable, .snapshotExtraData, .snapshotIncomplete, .snapshotL1Unaligned,
      .snapshotL1TooLarge,
      .snapshotsWithDataFile, .bitmapDirectory, .bitmapTableEntry:
      directoryRule
    }
  }

  private var structureRule: Rule {
    switch self {
    case .headerRule:
      Rule(.unseen, .none, "header rule broken", "The header says something that it must not.")
    case .tablePastEnd:
      Rule(
        .corruption, .none, "table past the end of the file",
        "A table that the header names is wholly or partly lost.")
    case .overlap:
      Rule(
        .unseen, .none, "cluster with two uses",
        "A write to one of them destroys the other; back up what can be read first.")
    case .repairUnsafe:
      Rule(
        .note, .none, "not to be repaired with qemu-img check -r",
        "Where there are bitmaps, qemu-img 7.2 repairs as if there were no snapshots: it frees what "
          + "they need and drops them all. Remove the bitmaps first.")
    default:
      Rule(
        .note, .none, "unused bytes at the end of the file",
        "Nothing refers to them and no reference count covers them.")
    }
  }

  private var l1Rule: Rule {
    switch self {
    case .l1ReservedBits:
      Rule(.corruption, .none, "reserved bits in an L1 entry", "Readers ignore the bits.")
    case .l1Unaligned:
      Rule(
        .corruption, .none, "L2 table between clusters",
        "What the table maps cannot be read.")
    case .l2TablePastEnd:
      Rule(
        .corruption, .none, "L2 table past the end of the file",
        "What the table mapped is lost; QEMU reads it as zeros.")
    case .l2TableShared:
      Rule(
        .unseen, .none, "L2 table of two guest ranges",
        "Two parts of the disk show the same bytes; a write to one changes both.")
    default:
      Rule(
        .corruption, .all, "COPIED of an L1 entry is wrong",
        "A writer may change an L2 table that a snapshot shares, or copy one needlessly.")
    }
  }

  private var l2Rule: Rule {
    switch self {
    case .l2ReservedBits:
      Rule(.corruption, .none, "reserved bits in an L2 entry", "Readers ignore the bits.")
    case .zeroFlagInVersion2:
      Rule(
        .unseen, .none, "zero flag in version 2",
        "Reading the cluster fails; version 2 does not know the flag.")
    case .clusterUnaligned:
      Rule(
        .corruption, .none, "data between clusters", "The cluster cannot be read.")
    case .zeroClusterUnaligned:
      Rule(
        .corruption, .all, "cluster kept for zeros between clusters",
        "It reads as zeros; only its place is wrong.")
    case .clusterPastEnd:
      Rule(
        .corruption, .none, "data past the end of the file",
        "The bytes are lost; QEMU reads them as zeros.")
    case .clusterAliased:
      Rule(
        .unseen, .partly, "host cluster of two guest clusters",
        "Two parts of the disk show the same bytes; a write to one may change both.")
    default:
      Rule(
        .corruption, .all, "COPIED of an L2 entry is wrong",
        "A writer may change a cluster that a snapshot shares, or copy one needlessly.")
    }
  }

  private var compressedRule: Rule {
    switch self {
    case .compressedCopied:
      Rule(
        .corruption, .none, "COPIED on a compressed cluster",
        "The flag means nothing there; the data can be read.")
    case .compressedPastEnd:
      Rule(
        .corruption, .none, "compressed data past the end of the file", "The bytes are lost.")
    case .compressedWithDataFile:
      Rule(
        .corruption, .none, "compressed cluster with an external data file",
        "The cluster cannot be read.")
    default:
      Rule(
        .corruption, .none, "compressed cluster with subclusters",
        "The bitmap of a compressed cluster must be empty.")
    }
  }

  private var featureRule: Rule {
    switch self {
    case .subclusterConflict:
      Rule(
        .corruption, .none, "subcluster both allocated and zero", "The cluster cannot be read.")
    case .subclustersWithoutCluster:
      Rule(
        .corruption, .none, "subclusters of no cluster", "The cluster cannot be read.")
    case .dataFileMismatch:
      Rule(
        .unseen, .none, "data file offset is not the guest offset",
        "The cluster cannot be read: guest data must lie at its own offset.")
    default:
      Rule(
        .corruption, .all, "COPIED missing with an external data file",
        "Every allocated cluster must have the flag there.")
    }
  }

  private var refcountRule: Rule {
    switch self {
    case .refcountZero:
      Rule(
        .corruption, .rebuild, "cluster in use counted as free",
        "A writer may take the cluster and overwrite it.")
    case .refcountTooLow:
      Rule(
        .corruption, .all, "reference count too low",
        "A writer may free the cluster or write to it while others still need it.")
    case .refcountOverflow:
      Rule(
        .corruption, .none, "more references than a count can hold",
        "The counts are too narrow; qemu-img amend can widen them.")
    case .leak:
      Rule(.leak, .leaks, "leaked clusters", "Space is taken that nothing uses; no data is lost.")
    case .refcountTableReservedBits:
      Rule(
        .corruption, .none, "reserved bits in a refcount table entry",
        "The counts it leads to may be wrong.")
    case .refcountBlockUnaligned:
      Rule(
        .corruption, .none, "refcount block between clusters", "Its counts cannot be read.")
    case .refcountBlockPastEnd:
      Rule(
        .corruption, .rebuild, "refcount block past the end of the file", "Its counts are lost.")
    case .refcountBlockShared:
      Rule(
        .corruption, .rebuild, "refcount block with another use", "Its counts cannot be trusted.")
    case .refcountUnreadable:
      Rule(.error, .rebuild, "reference counts unreadable", "They could not be compared.")
    default:
      Rule(.error, .none, "table unreadable", "What it maps could not be checked.")
    }
  }

  private var directoryRule: Rule {
    switch self {
    case .snapshotTable:
      Rule(
        .error, .all, "snapshot table broken",
        "Some snapshots could not be checked; a repair drops them.")
    case .snapshotExtraData:
      Rule(
        .error, .all, "snapshot entry too long",
        "QEMU does not open the image; a repair drops the extra data.")
    case .snapshotIncomplete:
      Rule(
        .corruption, .all, "snapshot entry too short",
        "Version 3 demands the size of the disk in it.")
    case .snapshotL1Unaligned:
      Rule(.corruption, .none, "snapshot's L1 table between clusters", "The snapshot is lost.")
    case .snapshotL1TooLarge:
      Rule(.corruption, .none, "snapshot's L1 table too large", "The snapshot cannot be opened.")
    case .snapshotsWithDataFile:
      Rule(
        .corruption, .none, "snapshot with an external data file",
        "Snapshots cannot keep data that lies in another file.")
    case .bitmapDirectory:
      Rule(
        .unseen, .none, "bitmap directory broken",
        "qemu-img check stops there; the disk itself is not touched by it.")
    default:
      Rule(
        .unseen, .none, "bitmap table entry broken",
        "The bitmap's content cannot be trusted, and qemu-img check stops there.")
    }
  }
}

extension Problem.Rule {
  fileprivate init(
    _ effect: Problem.Effect, _ repair: Problem.Repair, _ title: String, _ meaning: String
  ) {
    self.init(effect: effect, repair: repair, title: title, meaning: meaning)
  }
}
