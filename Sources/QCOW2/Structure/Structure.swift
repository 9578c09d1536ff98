/// A stretch of the file that one structure of the format takes.
public struct Structure: Hashable, Sendable {
  /// Which structure.
  public enum Kind: Hashable, Sendable {
    /// The fields of the header.
    case header
    /// A header extension with its type, length and padding; the marker at their end is one too.
    case headerExtension(HeaderExtension.Kind?)
    /// The name of the backing file.
    case backingFileName
    /// The L1 table of a disk.
    case l1Table(DiskName)
    /// The L2 table that an entry of a disk's L1 table names.
    case l2Table(DiskName, l1Index: Int)
    /// The refcount table.
    case refcountTable
    /// A refcount block, by its entry in the refcount table.
    case refcountBlock(Int)
    /// An entry of the snapshot table.
    case snapshot(Int)
    /// An entry of the bitmap directory.
    case bitmap(Int)
    /// The table of a bitmap, by its place in the directory.
    case bitmapTable(Int)
    /// The LUKS header.
    case encryptionHeader
    /// The key material of a LUKS key slot.
    case keyMaterial(Int)
  }

  /// Which structure.
  public let kind: Kind
  /// The bytes that it takes.
  public let range: Range<HostOffset>

  init(_ kind: Kind, at start: HostOffset, length: UInt64) {
    self.kind = kind
    range = start..<(start.advanced(by: length) ?? HostOffset(.max))
  }

  /// What clusters with the structure are used for.
  public var `class`: ClusterClass {
    switch kind {
    case .header, .headerExtension, .backingFileName: .header
    case .l1Table: .l1Table
    case .l2Table: .l2Table
    case .refcountTable: .refcountTable
    case .refcountBlock: .refcountBlock
    case .snapshot: .snapshotTable
    case .bitmap: .bitmapDirectory
    case .bitmapTable: .bitmapTable
    case .encryptionHeader, .keyMaterial: .encryptionHeader
    }
  }

  /// Whether the structure is a table of entries of one size.
  public var isTable: Bool {
    switch kind {
    case .l1Table, .l2Table, .refcountTable, .refcountBlock, .bitmapTable: true
    default: false
    }
  }
}
