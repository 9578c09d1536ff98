/// Who refers to a stretch of the file.
public enum Owner: Hashable, Sendable {
  /// The header cluster.
  case header
  /// The L1 table of these disks.
  case l1Table([DiskName])
  /// The L2 table that an L1 entry of a disk names.
  case l2Table(DiskName, l1Index: Int)
  /// The refcount table.
  case refcountTable
  /// A refcount block, by its entry in the refcount table.
  case refcountBlock(Int)
  /// The snapshot table.
  case snapshotTable
  /// The LUKS header.
  case encryptionHeader
  /// The bitmap directory.
  case bitmapDirectory
  /// The table of a bitmap, by its place in the directory.
  case bitmapTable(Int)
  /// Bits of a bitmap, by its place in the directory and the entry of its table.
  case bitmapData(Int, entry: Int)
  /// Guest clusters.
  case guest(GuestOwner)
}

/// Guest clusters that have a host cluster.
public struct GuestOwner: Hashable, Sendable {
  /// Which disk they are on.
  public let disk: DiskName
  /// Where they are there. Of saved machine state, the place behind the disk.
  public let range: Range<GuestOffset>
  /// What the host clusters hold: `data`, `zeroKept`, `compressed` or `vmState`.
  public let `class`: ClusterClass
  /// The first L2 entry.
  public let entry: Place
}

/// A reference to a stretch of the file.
public struct Reference: Hashable, Sendable {
  /// What is referred to. Compressed data may begin and end anywhere.
  public let host: Range<HostOffset>
  /// By whom.
  public let owner: Owner
}
