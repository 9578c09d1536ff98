internal import QCOW2
internal import Surface

/// The view of tables: which one it shows, and the entries that were read of it.
package struct EntryList: Sendable {
  package internal(set) var table = EntryTable.l2(0)
  /// What was read last.
  package internal(set) var page: EntryPage?
  /// The byte of the disk that the chosen entry stands for: another one leads elsewhere.
  var linked: GuestOffset?

  package init() {}
}

extension Model {
  /// The entries of the table that is shown; none where it is known that it cannot be listed.
  package var entryCount: Int {
    entryPage?.problem == nil ? entryCount(of: entries.table) : 0
  }

  /// The entries that a table has room for.
  func entryCount(of table: EntryTable) -> Int {
    let geometry = image.geometry
    switch table {
    case .l1:
      guard image.file.headerRefusal != nil else { return geometry.l1Size }
      // Nothing of the disk counts, but the table may be there all the same.
      return snapshot?.l1Size ?? Int(image.file.usableHeader[.l1Size])
    case .l2: return geometry.l2Entries
    case .refcountTable:
      let clusters = image.file.usableHeader[.refcountTableClusters]
      let bytes = clusters.multipliedReportingOverflow(by: geometry.clusterSize)
      return Int(clamping: bytes.overflow ? 0 : bytes.partialValue / 8)
    case .refcountBlock: return Int(clamping: geometry.refcountBlockEntries)
    case .bitmap(let index):
      let size = bitmap(index)?[.bitmapTableSize] ?? 0
      return size <= BitmapRecord.mostTableEntries ? Int(size) : 0
    }
  }

  /// An entry of the bitmap directory.
  private func bitmap(_ index: Int) -> BitmapRecord? {
    bitmaps.flatMap { $0.rows.indices.contains(index) ? $0.rows[index] : nil }
  }

  /// The bytes of the disk that a cluster of a bitmap's bits is about; nil where nobody can tell.
  func span(ofBitmap index: Int) -> UInt64? {
    guard let granularity = bitmap(index)?.granularity else { return nil }
    let span = granularity.multipliedReportingOverflow(by: image.geometry.clusterSize * 8)
    return span.overflow ? nil : span.partialValue
  }

  /// What was read of the table that is shown.
  var entryPage: EntryPage? { entries.page.flatMap { $0.table == entries.table ? $0 : nil } }

  /// The chosen entry, once it is read.
  var chosenEntry: TableEntry? {
    chosenRow(of: .tables).flatMap { entryPage?.entry($0) }
  }

  /// The entries on the screen.
  var entriesInSight: Range<Int> {
    guard let area = layout.content(of: .tables) else { return 0..<0 }
    let rows = max(1, ListLayout(area, hasDetails: Pane.tables.hasDetails).rows.height)
    let first = max(0, min(scroll[.tables] ?? 0, entryCount - rows))
    return first..<max(first, min(entryCount, first + rows))
  }

  /// Where what an entry of the shown table is about begins: a byte of the disk or of the file; nil past
  /// what can be counted.
  func start(ofEntry row: Int) -> UInt64? {
    if case .bitmap(let index) = entries.table {
      let start = span(ofBitmap: index)?.multipliedReportingOverflow(by: UInt64(row))
      return start.flatMap { $0.overflow ? nil : $0.partialValue }
    }
    let geometry = image.geometry
    let perTable =
      entries.table.isOfDisk ? UInt64(geometry.l2Entries) : geometry.refcountBlockEntries
    let number =
      switch entries.table {
      case .l1, .refcountTable: UInt64(row).multipliedReportingOverflow(by: perTable)
      case .l2(let index), .refcountBlock(let index):
        UInt64(row).multipliedAdding(perTable, UInt64(index))
      case .bitmap: (partialValue: UInt64.max, overflow: true)
      }
    let bytes = number.partialValue.multipliedReportingOverflow(by: geometry.clusterSize)
    return number.overflow || bytes.overflow ? nil : bytes.partialValue
  }
}

extension UInt64 {
  /// The number of an entry in all tables of its kind, of which each has as many.
  fileprivate func multipliedAdding(
    _ perTable: UInt64, _ table: UInt64
  ) -> (partialValue: UInt64, overflow: Bool) {
    let (first, overflow) = table.multipliedReportingOverflow(by: perTable)
    let sum = first.addingReportingOverflow(self)
    return (sum.partialValue, overflow || sum.overflow)
  }
}
