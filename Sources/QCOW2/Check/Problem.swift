/// The kinds of problems that a check finds. The raw value is a stable name for programs.
public enum Problem: String, CaseIterable, Sendable {
  case headerRule = "header-rule"
  case tablePastEnd = "table-past-end"
  case l1ReservedBits = "l1-reserved-bits"
  case l1Unaligned = "l2-table-unaligned"
  case l2TablePastEnd = "l2-table-past-end"
  case l2TableShared = "l2-table-shared"
  case l1Copied = "l1-copied"
  case l2ReservedBits = "l2-reserved-bits"
  case zeroFlagInVersion2 = "zero-flag-in-version-2"
  case clusterUnaligned = "cluster-unaligned"
  case zeroClusterUnaligned = "zero-cluster-unaligned"
  case clusterPastEnd = "cluster-past-end"
  case clusterAliased = "cluster-aliased"
  case l2Copied = "l2-copied"
  case compressedCopied = "compressed-copied"
  case compressedPastEnd = "compressed-past-end"
  case compressedWithDataFile = "compressed-with-data-file"
  case compressedWithSubclusters = "compressed-with-subclusters"
  case subclusterConflict = "subcluster-conflict"
  case subclustersWithoutCluster = "subclusters-without-cluster"
  case dataFileMismatch = "data-file-mismatch"
  case dataFileNotCopied = "data-file-not-copied"
  case overlap = "overlap"
  case refcountZero = "refcount-zero"
  case refcountTooLow = "refcount-too-low"
  case refcountOverflow = "refcount-overflow"
  case leak = "leak"
  case refcountTableReservedBits = "refcount-table-reserved-bits"
  case refcountBlockUnaligned = "refcount-block-unaligned"
  case refcountBlockPastEnd = "refcount-block-past-end"
  case refcountBlockShared = "refcount-block-shared"
  case refcountUnreadable = "refcount-unreadable"
  case tableUnreadable = "table-unreadable"
  case snapshotTable = "snapshot-table"
  case snapshotExtraData = "snapshot-extra-data"
  case snapshotIncomplete = "snapshot-incomplete"
  case snapshotL1Unaligned = "snapshot-l1-unaligned"
  case snapshotL1TooLarge = "snapshot-l1-too-large"
  case snapshotsWithDataFile = "snapshots-with-data-file"
  case bitmapDirectory = "bitmap-directory"
  case bitmapTableEntry = "bitmap-table-entry"
  case tail = "tail"

  /// What follows from a problem.
  public enum Effect: String, Sendable {
    /// Something is wrong that can lose data, and `qemu-img check` counts it too.
    case corruption
    /// The same, but `qemu-img check` passes it or stops at it.
    case unseen
    /// Space is taken that nothing uses.
    case leak
    /// A part could not be looked at.
    case error
    /// Worth knowing; nothing is wrong.
    case note
  }

  /// Whether and how a problem can be put right.
  public enum Repair: String, Sendable {
    /// `qemu-img check -r leaks` frees what is leaked.
    case leaks
    /// `qemu-img check -r all` puts it right.
    case all
    /// `qemu-img check -r all` builds all reference counts anew.
    case rebuild
    /// `qemu-img check -r all` removes the problem but not the damage.
    case partly
    /// `qemu-img` leaves it as it is.
    case none

    /// A few words for people.
    public var sentence: String {
      switch self {
      case .leaks: "qemu-img check -r leaks frees them"
      case .all: "qemu-img check -r all puts it right"
      case .rebuild: "qemu-img check -r all builds the reference counts anew"
      case .partly: "qemu-img check -r all makes it consistent, the data stays as it is"
      case .none: "qemu-img has none"
      }
    }
  }

  /// What is declared of a kind of problem.
  public struct Rule: Sendable {
    /// What follows.
    public let effect: Effect
    /// What can be done.
    public let repair: Repair
    /// A few words for a heading.
    public let title: String
    /// One sentence for people: what it means for the data.
    public let meaning: String
  }
}
