/// Why a guest range cannot be resolved or read.
public enum Damage: Hashable, Sendable {
  /// The header breaks a rule, so that its tables cannot be relied on.
  case brokenHeader
  /// The L1 table is cut off by the end of the file.
  case l1TableCut(entriesLeft: Int)
  /// An L1 entry points between clusters.
  case unalignedL2Table(HostOffset)
  /// An L1 entry points at or past the end of the file.
  case l2TablePastEnd(HostOffset)
  /// An L2 table is cut off by the end of the file.
  case l2TableCut(HostOffset, entriesLeft: Int)
  /// An L2 entry points between clusters.
  case unalignedCluster(HostOffset)
  /// An L2 entry points at or past the end of the file, or of the external data file. QEMU reads
  /// zeros there; here they are lost, because files of their full length have none such.
  case clusterPastEnd(HostOffset)
  /// An L2 entry puts a cluster of an external data file elsewhere than at its guest offset.
  case dataFileMismatch(HostOffset)
  /// An L2 entry is compressed, which guest data in an external data file cannot be.
  case compressedWithDataFile
  /// An L2 entry has a zero flag, which version 2 does not know.
  case zeroFlagInVersion2
  /// A subcluster is marked as allocated and as zero.
  case subclusterConflict(SubclusterBitmap)
  /// Subclusters are marked as allocated, but there is no host cluster.
  case subclusterWithoutCluster(SubclusterBitmap)
  /// The operating system could not read a table.
  case unreadableTable(HostOffset, SystemFailure)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .brokenHeader: "the header breaks a rule: what its tables map cannot be told"
    case .l1TableCut(let entries):
      "the L1 table is cut off by the end of the file after "
        + counted(entries, "entry", "entries")
    case .unalignedL2Table(let host):
      "the L1 entry points at \(host), which is not the start of a cluster"
    case .l2TablePastEnd(let host):
      "the L2 table at \(host) lies past the end of the file"
    case .l2TableCut(let host, let entries):
      "the L2 table at \(host) is cut off by the end of the file after "
        + counted(entries, "entry", "entries")
    case .unalignedCluster(let host):
      "the L2 entry points at \(host), which is not the start of a cluster"
    case .clusterPastEnd(let host):
      "the cluster at \(host) lies past the end of its file"
    case .dataFileMismatch(let host):
      "the L2 entry names \(host) in the external data file, which must be the guest offset"
    case .compressedWithDataFile:
      "the L2 entry is compressed, but guest data lies in an external data file"
    case .zeroFlagInVersion2:
      "the L2 entry has a zero flag, which version 2 does not know"
    case .subclusterConflict(let bitmap):
      "the L2 bitmap \(hex(bitmap.rawValue, digits: 16)) marks a subcluster as allocated and zero"
    case .subclusterWithoutCluster(let bitmap):
      "the L2 bitmap \(hex(bitmap.rawValue, digits: 16)) marks subclusters of a missing cluster"
    case .unreadableTable(let host, let failure):
      "the table at \(host) cannot be read: \(failure)"
    }
  }
}
