/// Cluster, table and disk arithmetic of one image, made once from a header within its limits.
///
/// All shifts live here. Every result fits 64 bits because the limits hold, which is why they are the
/// shifts that do not ask: those that do are ten times as long, and every step of a walk needs several.
public struct Geometry: Hashable, Sendable {
  /// The version of the format, 2 or 3.
  public let version: Int
  /// The binary logarithm of the cluster size, 9 to 21.
  public let clusterBits: Int
  /// The size of the virtual disk in bytes, a multiple of 512.
  public let virtualSize: UInt64
  /// The entries of the active L1 table, of which some may lie past the end of the disk.
  public let l1Size: Int
  /// Whether L2 entries carry a subcluster bitmap.
  public let hasExtendedL2: Bool
  /// The binary logarithm of a reference count's width, 0 to 6.
  public let refcountOrder: Int

  /// The cluster size in bytes.
  public var clusterSize: UInt64 { 1 &<< UInt64(clusterBits) }
  /// The size of an L2 entry in bytes: 8, or 16 with subclusters.
  public var l2EntrySize: Int { hasExtendedL2 ? 16 : 8 }
  /// The binary logarithm of the number of entries of an L2 table.
  public var l2Bits: Int { clusterBits - (hasExtendedL2 ? 4 : 3) }
  /// The number of entries of an L2 table, which always fills one cluster.
  public var l2Entries: Int { 1 &<< l2Bits }
  /// The guest bytes that one L2 table maps.
  public var l2Span: UInt64 { 1 &<< UInt64(clusterBits + l2Bits) }
  /// The parts of a cluster that have a state of their own: 32 or 1.
  public var subclustersPerCluster: Int { hasExtendedL2 ? 32 : 1 }
  /// The size of a subcluster in bytes; the cluster size where there are none.
  public var subclusterSize: UInt64 { clusterSize / UInt64(subclustersPerCluster) }
  /// The width of a reference count in bits.
  public var refcountBits: Int { 1 &<< refcountOrder }
  /// The reference counts in one refcount block.
  public var refcountBlockEntries: UInt64 { clusterSize * 8 / UInt64(refcountBits) }
  /// The clusters of the virtual disk, a last partial one included.
  public var guestClusters: UInt64 {
    (virtualSize &>> UInt64(clusterBits)) + (virtualSize & (clusterSize - 1) == 0 ? 0 : 1)
  }
  /// The L1 entries that the virtual disk needs.
  public var l1EntriesNeeded: UInt64 {
    let bits = UInt64(clusterBits + l2Bits)
    return (virtualSize &>> bits) + (virtualSize & (l2Span - 1) == 0 ? 0 : 1)
  }
  /// The end of the virtual disk.
  public var end: GuestOffset { GuestOffset(virtualSize) }

  /// The same for a disk of another size.
  package func resized(to virtualSize: UInt64) -> Geometry {
    Geometry(
      version: version, clusterBits: clusterBits, virtualSize: virtualSize, l1Size: l1Size,
      hasExtendedL2: hasExtendedL2, refcountOrder: refcountOrder)
  }

  /// The same for a disk of which nothing is known: no entry of its L1 table counts.
  var unmapped: Geometry {
    Geometry(
      version: version, clusterBits: clusterBits, virtualSize: virtualSize, l1Size: 0,
      hasExtendedL2: hasExtendedL2, refcountOrder: refcountOrder)
  }

  /// The L1 entry that maps `offset`.
  public func l1Index(of offset: GuestOffset) -> Int {
    Int(offset.rawValue &>> UInt64(clusterBits + l2Bits))
  }

  /// The entry of the L2 table that maps `offset`.
  public func l2Index(of offset: GuestOffset) -> Int {
    Int(offset.rawValue &>> UInt64(clusterBits)) & (l2Entries - 1)
  }

  /// The cluster number of `offset`.
  public func cluster(of offset: GuestOffset) -> UInt64 { offset.rawValue &>> UInt64(clusterBits) }

  /// The bytes of `offset` past the start of its cluster.
  public func offsetInCluster(_ offset: some ByteOffset) -> UInt64 {
    offset.rawValue & (clusterSize - 1)
  }

  /// Where the guest range that an L1 or an L2 entry maps begins. The indexes must be in range.
  public func guestOffset(l1Index: Int, l2Index: Int = 0) -> GuestOffset {
    GuestOffset(
      UInt64(l1Index) &<< UInt64(clusterBits + l2Bits) + UInt64(l2Index) &<< UInt64(clusterBits))
  }
}
