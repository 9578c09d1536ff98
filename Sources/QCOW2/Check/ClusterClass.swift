/// What a host cluster is used for.
public enum ClusterClass: UInt8, CaseIterable, Sendable {
  /// Nothing refers to it.
  case none
  /// The header with its extensions and the backing file name.
  case header
  /// An L1 table, the active one or that of a snapshot.
  case l1Table
  /// An L2 table.
  case l2Table
  /// The refcount table.
  case refcountTable
  /// A refcount block.
  case refcountBlock
  /// The snapshot table.
  case snapshotTable
  /// The bitmap directory.
  case bitmapDirectory
  /// The table of a bitmap.
  case bitmapTable
  /// The bits of a bitmap.
  case bitmapData
  /// The LUKS header.
  case encryptionHeader
  /// Guest data, stored as it is.
  case data
  /// A cluster kept for guest data that reads as zeros.
  case zeroKept
  /// Compressed guest data; streams of several clusters share it.
  case compressed
  /// The machine state that was saved with a snapshot.
  case vmState
  /// Claimed for two uses that exclude each other.
  case overlap

  /// A name for people.
  public var name: String {
    switch self {
    case .none: "unreferenced"
    case .header: "header"
    case .l1Table: "L1 table"
    case .l2Table: "L2 table"
    case .refcountTable: "refcount table"
    case .refcountBlock: "refcount block"
    case .snapshotTable: "snapshot table"
    case .bitmapDirectory: "bitmap directory"
    case .bitmapTable: "bitmap table"
    case .bitmapData: "bitmap data"
    case .encryptionHeader: "LUKS header"
    case .data: "guest data"
    case .zeroKept: "kept for zeros"
    case .compressed: "compressed data"
    case .vmState: "VM state"
    case .overlap: "overlap"
    }
  }

  /// Whether the cluster says how the image is built, and holds nothing of the guest's.
  public var isMetadata: Bool {
    switch self {
    case .header, .l1Table, .l2Table, .refcountTable, .refcountBlock, .snapshotTable,
      .bitmapDirectory, .bitmapTable, .bitmapData, .encryptionHeader:
      true
    case .none, .data, .zeroKept, .compressed, .vmState, .overlap: false
    }
  }

  /// What a cluster is that has two uses.
  func joined(with other: ClusterClass) -> ClusterClass {
    if self == other || other == .none { return self }
    if self == .none { return other }
    // A snapshot may have the bytes of a cluster that the guest has zeroed since.
    let isZeroed = self == .data && other == .zeroKept || self == .zeroKept && other == .data
    return isZeroed ? .data : .overlap
  }
}
