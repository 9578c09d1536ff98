/// An entry of a table with what is known of the cluster that it names.
package struct TableEntry: Sendable {
  /// The entry.
  package let field: StructureField
  /// The stored reference count of the cluster that it names; nil where it names none, or where the
  /// count cannot be read.
  package let references: UInt64?
  /// What is wrong with it.
  package let problem: String?
}

extension Anatomy {
  /// Entries of a table by their numbers, each judged by itself and by the stored reference count of
  /// what it names; no other table is looked at.
  ///
  /// - Throws: `ImageError.system` where the table cannot be read.
  package func listed(
    _ table: Structure, _ indexes: Range<Int>
  ) throws(ImageError) -> [TableEntry] {
    try entries(of: table, indexes).map { field in
      let isCount = if case .refcountBlock = table.kind { true } else { false }
      let count = isCount ? nil : field.target.flatMap { referenceCount(of: $0.host) }
      return TableEntry(field: field, references: count, problem: problem(of: field, count))
    }
  }

  private func problem(of field: StructureField, _ count: UInt64?) -> String? {
    guard field.range.upperBound.rawValue <= fileEnd else {
      return "the file ends before this entry"
    }
    guard let value = field.value else { return nil }
    switch field.structure.kind {
    case .l1Table(let disk):
      let entry = L1Entry(rawValue: value)
      return place(of: entry.l2Table, "the L2 table")
        ?? copied(entry.isCopied, entry.l2Table, count, disk) ?? reserved(field)
    case .l2Table(let disk, _): return l2Problem(field, value, count, disk) ?? reserved(field)
    case .refcountTable:
      let block = RefcountTableEntry(rawValue: value).refcountBlock
      return place(of: block, "the refcount block")
        ?? (block != nil && count == 0 ? "the block itself counts as free" : nil)
        ?? reserved(field)
    case .bitmapTable:
      return place(of: BitmapTableEntry(rawValue: value).cluster, "the cluster of bits")
        ?? reserved(field)
    default: return nil
    }
  }

  private func l2Problem(
    _ field: StructureField, _ value: UInt64, _ count: UInt64?, _ disk: DiskName
  ) -> String? {
    let bitmap = field.bitmap ?? 0
    let entry = L2Entry(rawValue: value, subclusters: SubclusterBitmap(rawValue: bitmap))
    if case .damaged(let damage) = entry.mapping(
      subcluster: 0, geometry, hasDataFile: image.hasDataFile)
    {
      return damage.description
    }
    guard !image.hasDataFile else {
      return entry.isCompressed ? Damage.compressedWithDataFile.description : nil
    }
    let host = entry.compressed(geometry)?.host ?? entry.host
    if let host, host.rawValue >= fileEnd { return Damage.clusterPastEnd(host).description }
    guard !entry.isCompressed else {
      return count == 0 ? "its cluster counts as free" : nil
    }
    return copied(entry.isCopied, host, count, disk)
  }

  private func place(of table: HostOffset?, _ what: String) -> String? {
    guard let table else { return nil }
    if geometry.offsetInCluster(table) != 0 { return "\(what) would begin between clusters" }
    return table.rawValue < fileEnd ? nil : "\(what) would begin past the end of the file"
  }

  /// What the flag says against what is counted. Nobody keeps the flags of snapshots up.
  private func copied(
    _ isCopied: Bool, _ host: HostOffset?, _ count: UInt64?, _ disk: DiskName
  ) -> String? {
    guard host != nil, let count else { return nil }
    if count == 0 { return "its cluster counts as free" }
    guard disk == .active, isCopied != (count == 1) else { return nil }
    return isCopied
      ? "COPIED is set, but \(count) are counted" : "COPIED is clear, but 1 is counted"
  }

  private func reserved(_ field: StructureField) -> String? {
    field.bits.contains(where: \.isFaulty) ? "reserved bits are set" : nil
  }
}

extension StructureField {
  /// The second word of an extended L2 entry; nil of all others.
  package var bitmap: UInt64? {
    guard range.upperBound - range.lowerBound == 16 else { return nil }
    return bits.suffix(2).reduce(0) { $0 | $1.value << UInt64($1.field.bits.lowerBound) }
  }
}
