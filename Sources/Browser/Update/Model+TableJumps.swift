internal import QCOW2

extension Model {
  /// Shows the entry that maps the byte under the cursor or, where the file's bytes are in focus, the one
  /// that it is part of.
  mutating func showTables() {
    guard isInFile, let note = fieldNote, note.range.contains(hosts.cursor), let place = note.entry
    else { return show(.tables) }
    open(place.table, at: place.row)
  }

  /// Goes where the chosen entry leads: from an L1 entry to its L2 table, from there to the cluster of
  /// the disk; from the refcount table to a block, from there to the cluster of the file.
  mutating func openEntry() -> [Effect] {
    guard let row = chosenRow(of: .tables), let start = start(ofEntry: row) else { return [] }
    let geometry = image.geometry
    switch entries.table {
    case .l1:
      let isOfCursor = geometry.l1Index(of: cursor) == row
      history.leave(here)
      open(.l2(row), at: isOfCursor ? geometry.l2Index(of: cursor) : 0)
    case .refcountTable:
      let block = hosts.cursor.rawValue >> UInt64(geometry.clusterBits)
      let isOfCursor = block / geometry.refcountBlockEntries == UInt64(row)
      history.leave(here)
      open(
        .refcountBlock(row), at: isOfCursor ? Int(block % geometry.refcountBlockEntries) : 0)
    case .l2: openCluster(GuestOffset(start))
    case .bitmap: openBits()
    case .refcountBlock:
      guard start < facts.fileLength else {
        tell("the cluster is past the end of the file, which ends at \(hex(facts.fileLength))")
        return []
      }
      openFile(at: HostOffset(start))
      tell("at file \(HostOffset(start)), Backspace goes back")
    }
    return []
  }

  /// Shows the bits that the chosen entry of a bitmap's table names.
  private mutating func openBits() {
    guard let entry = chosenEntry else { return }
    guard let host = entry.field.target?.host else { return tell(entry.field.text) }
    guard host.rawValue < facts.fileLength else {
      message = Message(.warning, "it leads to \(host), past the end of the file")
      return
    }
    openFile(at: host)
    tell("at \(host), Backspace goes back")
  }

  /// Shows the table of the chosen bitmap.
  mutating func openBitmapTable() {
    guard let row = chosenRow(of: .bitmaps) else { return }
    guard firstLayer == 0 else {
      return tell("the bitmap is that of the whole disk, S goes back to it")
    }
    let place = span(ofBitmap: row).map { Int(clamping: cursor.rawValue / $0) } ?? 0
    history.leave(here)
    open(.bitmap(row), at: place)
  }

  private mutating func openCluster(_ start: GuestOffset) {
    guard start < image.geometry.end else {
      // Saved machine state lies past the end of the disk.
      guard let host = chosenEntry?.field.target?.host, host.rawValue < facts.fileLength else {
        return tell("that is past the end of the disk")
      }
      return openFile(at: host)
    }
    history.leave(here)
    dropSelection()
    hexSpace = .guest
    show(.hex)
    focus = .hex
    settle(isJump: true)
    tell("at \(cursor), Backspace goes back")
  }

  /// Turns from the tables of the disk to those that count references, and back.
  mutating func toggleTables() {
    let geometry = image.geometry
    history.leave(here)
    guard entries.table.isOfDisk else {
      return open(.l2(geometry.l1Index(of: cursor)), at: geometry.l2Index(of: cursor))
    }
    let place = path.first.flatMap {
      $0.guest == cursor && !image.hasDataFile ? $0.mapping.host : nil
    }
    let cluster = (place ?? hosts.cursor).rawValue >> UInt64(geometry.clusterBits)
    let per = geometry.refcountBlockEntries
    open(.refcountBlock(Int(clamping: cluster / per)), at: Int(cluster % per))
    tell(place == nil ? "reference counts" : "the count of the cluster that has the byte")
  }

  /// Goes to an entry by its number: of the table at the top, or of one below.
  ///
  /// - Parameters:
  ///   - form: `l1` for the table at the top, `l2` for one that it names.
  ///   - text: The number.
  /// - Throws: `Fault` where that is none, or the table has fewer entries.
  mutating func goToEntry(_ form: GotoForm, _ text: String) throws(Fault) {
    let table = entryTable(form)
    let row = try entryNumber(text, of: table)
    history.leave(here)
    open(table, at: row)
  }

  /// The table that a form of going to an entry means.
  func entryTable(_ form: GotoForm) -> EntryTable {
    switch (form, entries.table) {
    case (.l1, .l1), (.l1, .l2), (.l1, .bitmap): .l1
    case (.l1, _): .refcountTable
    case (_, .l1): .l2(chosenRow(of: .tables) ?? 0)
    case (_, .refcountTable): .refcountBlock(chosenRow(of: .tables) ?? 0)
    case (_, let table): table
    }
  }

  func entryNumber(_ text: String, of table: EntryTable) throws(Fault) -> Int {
    let digits = text.replacing("_", with: "")
    let isHex = digits.hasPrefix("0x")
    guard let number = isHex ? Int(digits.dropFirst(2), radix: 16) : Int(digits), number >= 0 else {
      throw Fault("the number of an entry, such as 17 or 0x11", at: 0)
    }
    let count = entryCount(of: table)
    guard number < count else {
      throw Fault("the \(table.name) has the entries 0 to \(count - 1)", at: 0)
    }
    return number
  }

  /// Takes entries that were read.
  mutating func take(_ page: EntryPage) {
    entries.page = page
    reveal(.tables)
  }
}
