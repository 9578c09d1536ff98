extension Anatomy {
  /// A structure for people. Names from the image are escaped.
  package func name(of structure: Structure) -> String {
    switch structure.kind {
    case .header: "header"
    case .headerExtension(.end): "end of header extensions"
    case .headerExtension(let kind): "header extension: \(kind?.name ?? "unknown")"
    case .backingFileName: "backing file name"
    case .l1Table(let disk): "L1 table of \(disk.text(snapshots))"
    case .l2Table(let disk, let index): "L2 table of L1[\(index)] of \(disk.text(snapshots))"
    case .refcountTable: "refcount table"
    case .refcountBlock(let index): "refcount block \(index)"
    case .snapshot(let index): "snapshot table entry \(index)"
    case .bitmap(let index): "bitmap directory entry \(index)"
    case .bitmapTable(let index):
      "table of bitmap "
        + (bitmaps.indices.contains(index) ? quoted(bitmaps[index].name.array) : "\(index)")
    case .encryptionHeader: "LUKS header"
    case .keyMaterial(let slot): "LUKS key material \(slot)"
    }
  }
}
