/// A table of an image, or why its entries cannot be told.
package struct TableListing: Sendable {
  /// Where the table lies; nil where there is none that can be read.
  package let structure: Structure?
  /// Why there are no entries.
  package let problem: String?
  /// Whether that is damage, and not only that nothing is there.
  package let isFaulty: Bool

  fileprivate init(_ structure: Structure) {
    (self.structure, problem, isFaulty) = (structure, nil, false)
  }

  fileprivate init(none problem: String, isFaulty: Bool) {
    (structure, self.problem, self.isFaulty) = (nil, problem, isFaulty)
  }
}

extension Anatomy {
  /// Looks for a table of entries.
  ///
  /// - Parameter kind: Which one; an L2 table and a refcount block by the entry that names it.
  /// - Returns: The table, or why it cannot be listed. One that the file ends within is listed.
  /// - Throws: `ImageError.system` where the entry that names it cannot be read.
  package func table(_ kind: Structure.Kind) throws(ImageError) -> TableListing {
    switch kind {
    case .l1Table(let disk): return l1Listing(disk)
    case .l2Table(let disk, let index): return try l2Listing(disk, index)
    case .refcountBlock(let index):
      guard let start = counts.entry(UInt64(clamping: index)).refcountBlock else {
        return TableListing(
          none: "refcount table[\(index)] names no block: all its counts are zero",
          isFaulty: false)
      }
      return placed(kind, "refcount block", at: start, length: geometry.clusterSize)
    case .refcountTable:
      let start = HostOffset(image.header[.refcountTableOffset])
      let length = image.header[.refcountTableClusters].multipliedClamped(
        by: geometry.clusterSize)
      guard length > 0 else {
        return TableListing(
          none: problem(of: .refcountTableOffset, .refcountOrder, .refcountTableClusters)
            ?? "the image has no refcount table", isFaulty: true)
      }
      return placed(kind, "refcount table", at: start, length: length)
    case .bitmapTable:
      guard let table = roots.first(where: { $0.kind == kind }) else {
        return TableListing(none: "the bitmap has no table that can be located", isFaulty: true)
      }
      let length = table.range.upperBound - table.range.lowerBound
      return placed(kind, "bitmap table", at: table.range.lowerBound, length: length)
    default: return TableListing(none: "that is no table of entries", isFaulty: false)
    }
  }

  /// The broken rule for which a table cannot be located.
  private func problem(of fields: Field...) -> String? {
    image.inspection.findings.first { finding in
      finding.severity == .refusal && finding.field.map(fields.contains) == true
    }?.message
  }

  private func l1Listing(_ disk: DiskName) -> TableListing {
    guard let table = image.l1Tables.first(where: { $0.disks.contains(disk) }) else {
      return TableListing(none: "the disk has no L1 table that can be read", isFaulty: true)
    }
    if table.entries == 0, disk == .active, let problem = problem(of: .l1TableOffset) {
      return TableListing(none: problem, isFaulty: true)
    }
    guard table.entries > 0 else {
      return TableListing(none: "the L1 table has no entries", isFaulty: false)
    }
    return placed(.l1Table(disk), "L1 table", at: table.offset, length: table.length)
  }

  private func l2Listing(_ disk: DiskName, _ index: Int) throws(ImageError) -> TableListing {
    let l1 = l1Listing(disk)
    guard let table = l1.structure else { return l1 }
    guard let field = try entries(of: table, index..<index + 1).first, let value = field.value
    else {
      return TableListing(
        none: "the L1 table has the entries 0 to \(entryCount(of: table) - 1)", isFaulty: false)
    }
    guard let start = L1Entry(rawValue: value).l2Table else {
      return TableListing(
        none: "L1[\(index)] names no L2 table: nothing of its range is allocated",
        isFaulty: false)
    }
    return placed(
      .l2Table(disk, l1Index: index), "L2 table", at: start, length: geometry.clusterSize)
  }

  private func placed(
    _ kind: Structure.Kind, _ name: String, at start: HostOffset, length: UInt64
  ) -> TableListing {
    if geometry.offsetInCluster(start) != 0 {
      return TableListing(
        none: "the \(name) would begin at \(start), between clusters: its entries are lost",
        isFaulty: true)
    }
    if start.rawValue >= fileEnd {
      return TableListing(
        none: "the \(name) would begin at \(start), past the end of the file at \(hex(fileEnd))",
        isFaulty: true)
    }
    return TableListing(Structure(kind, at: start, length: length))
  }
}
