internal import QCOW2

/// A table of entries of the disk that is shown.
package enum EntryTable: Hashable, Sendable {
  case l1
  /// The L2 table that an L1 entry names.
  case l2(Int)
  case refcountTable
  /// The block that an entry of the refcount table names.
  case refcountBlock(Int)
  /// The table of a dirty bitmap, by its place in the directory.
  case bitmap(Int)

  /// The table that a structure of the file is; nil where it is another disk's, or none of these.
  init?(_ kind: Structure.Kind, of disk: DiskName?) {
    switch kind {
    case .l1Table(disk): self = .l1
    case .l2Table(disk, let index): self = .l2(index)
    case .refcountTable: self = .refcountTable
    case .refcountBlock(let index): self = .refcountBlock(index)
    case .bitmapTable(let index): self = .bitmap(index)
    default: return nil
    }
  }

  /// The table as the structure of the file that it is.
  func structure(of disk: DiskName) -> Structure.Kind {
    switch self {
    case .l1: .l1Table(disk)
    case .l2(let index): .l2Table(disk, l1Index: index)
    case .refcountTable: .refcountTable
    case .refcountBlock(let index): .refcountBlock(index)
    case .bitmap(let index): .bitmapTable(index)
    }
  }

  /// Whether it is about bytes of the disk, and does not count those of the file.
  var isOfDisk: Bool {
    switch self {
    case .l1, .l2, .bitmap: true
    case .refcountTable, .refcountBlock: false
    }
  }

  /// What it is called.
  var name: String {
    switch self {
    case .l1: "L1 table"
    case .l2(let index): "L2 table of L1[\(index)]"
    case .refcountTable: "refcount table"
    case .refcountBlock(let index): "refcount block \(index)"
    case .bitmap(let index): "table of bitmap \(index)"
    }
  }

  /// What an entry of it is called.
  var entryName: String {
    switch self {
    case .l1: "L1"
    case .l2: "L2"
    case .refcountTable: "refcount table"
    case .refcountBlock: "refcount"
    case .bitmap: "bitmap table"
    }
  }

  /// The table with the entry that names this one.
  var parent: (table: EntryTable, row: Int)? {
    switch self {
    case .l1, .refcountTable, .bitmap: nil
    case .l2(let index): (.l1, index)
    case .refcountBlock(let index): (.refcountTable, index)
    }
  }
}

/// An entry of a table.
struct EntryPlace: Equatable, Sendable {
  var table: EntryTable
  var row: Int
}
