internal import QCOW2

extension Model {
  /// Brings the list of entries to the one that maps the disk's cursor, where that went elsewhere.
  mutating func followInTables() {
    guard screen.panes.contains(.tables) else { return }
    if entries.linked != cursor {
      let index = image.geometry.l1Index(of: cursor)
      switch entries.table {
      case .l1: choose(entry: index)
      case .l2 where entries.linked == nil && isWithoutTable:
        entries.table = .l1
        choose(entry: index)
      case .l2:
        entries.table = .l2(index)
        choose(entry: image.geometry.l2Index(of: cursor))
      case .bitmap(let index):
        if let span = span(ofBitmap: index) { choose(entry: Int(cursor.rawValue / span)) }
        entries.linked = cursor
      case .refcountTable, .refcountBlock: entries.linked = cursor
      }
    }
    reveal(.tables)
  }

  /// Whether the L1 entry of the disk's cursor is known to name no table.
  private var isWithoutTable: Bool {
    path.first.map { $0.guest == cursor && $0.l1?.l2Table == nil } ?? false
  }

  /// Chooses an entry of the table that is shown.
  private mutating func choose(entry row: Int) {
    chosen[.tables] = row
    entries.linked = cursor
    let height = max(1, entriesInSight.count)
    let top = scroll[.tables] ?? 0
    // One that is out of sight comes a third down the list.
    if !(top..<top + height).contains(row) { scroll[.tables] = max(0, row - height / 3) }
  }

  /// Moves through the entries, up to the table that names this one, or down to the one that the entry
  /// names.
  mutating func moveInTables(_ move: Move) {
    switch move {
    case .left: openParent()
    case .right: descend()
    default:
      moveInList(move)
      linkEntry()
    }
  }

  /// Brings the cursor of the disk, or that of the file, to what the chosen entry is about.
  mutating func linkEntry() {
    guard let row = chosenRow(of: .tables), let start = start(ofEntry: row) else { return }
    guard entries.table.isOfDisk else {
      (hosts.cursor, hosts.linked, hosts.leads) = (HostOffset(start), cursor, false)
      return settle(isJump: true)
    }
    if case .bitmap(let index) = entries.table {
      let isThere = span(ofBitmap: index).map { cursor.rawValue / $0 == UInt64(row) } ?? true
      if !isThere, start < image.geometry.virtualSize { cursor = GuestOffset(start) }
      entries.linked = cursor
      return settle(isJump: true)
    }
    let geometry = image.geometry
    let isThere =
      geometry.l1Index(of: cursor) == geometry.l1Index(of: GuestOffset(start))
      && (entries.table == .l1
        || geometry.cluster(of: cursor) == start >> UInt64(geometry.clusterBits))
    if !isThere, start < geometry.virtualSize { cursor = GuestOffset(start) }
    entries.linked = cursor
    settle(isJump: true)
  }

  /// Shows another table with one of its entries chosen.
  mutating func open(_ table: EntryTable, at row: Int) {
    (entries.table, entries.linked) = (table, cursor)
    scroll[.tables] = nil
    chosen[.tables] = max(0, min(row, entryCount - 1))
    let height = max(1, entriesInSight.count)
    scroll[.tables] = max(0, row - height / 3)
    if !screen.panes.contains(.tables) {
      lastFocus[.tables] = .tables
      show(.tables)
    }
    focus = .tables
    linkEntry()
  }

  private mutating func openParent() {
    guard let parent = entries.table.parent else {
      let isBitmap = if case .bitmap = entries.table { true } else { false }
      return tell("the \(entries.table.name) is named by the \(isBitmap ? "directory" : "header")")
    }
    history.leave(here)
    open(parent.table, at: parent.row)
  }

  /// Goes to the table that the chosen entry names.
  private mutating func descend() {
    guard entries.table.parent == nil else { return tell("Enter shows the bytes") }
    _ = openEntry()
  }
}
