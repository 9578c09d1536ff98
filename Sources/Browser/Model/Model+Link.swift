internal import QCOW2

/// Which row of a list is chosen, and how far the list is scrolled.
package struct ListPlace: Equatable, Sendable {
  /// The chosen row, in the list's own order.
  package var row: Int
  /// The place on the first line, of those that are shown.
  package var first: Int

  package init(row: Int, first: Int) { (self.row, self.first) = (row, first) }
}

extension Model {
  /// The words that start the program again with what is on the screen now.
  var permalink: [String] {
    let image = whole.image.storage is FileStorage ? Self.name(of: whole) : "--demo"
    return ["qcow2-tui", image] + sourceOptions
      + PlaceOption.all.flatMap { option in
        option.read(self).flatMap { Self.words(option.name, $0) }
      }
  }

  /// A value that looks like an option belongs to the one before it.
  private static func words(_ name: String, _ value: String) -> [String] {
    value.hasPrefix("-") ? ["--\(name)=\(value)"] : ["--\(name)", value]
  }

  /// What is chosen in the list that belongs to the view.
  var listPlace: ListPlace? {
    guard focus.isList, screen.panes.contains(focus), let row = chosenRow(of: focus) else {
      return nil
    }
    return ListPlace(row: row, first: scroll[focus] ?? 0)
  }

  /// Shows a table on its view, as asked for at the start. Without a row it is the one that maps the
  /// cursor's byte, so that this stays where it is.
  mutating func show(_ table: EntryTable, at row: Int?) throws(Fault) {
    if let parent = table.parent, parent.row >= entryCount(of: parent.table) {
      throw Fault("the \(parent.table.name) has \(entryCount(of: parent.table)) entries")
    }
    guard screen == .tables else { return }
    let geometry = image.geometry
    let usual: Int? =
      switch table {
      case .l1: geometry.l1Index(of: cursor)
      case .l2(geometry.l1Index(of: cursor)): geometry.l2Index(of: cursor)
      case .l2, .refcountTable, .refcountBlock, .bitmap: nil
      }
    open(table, at: row ?? usual ?? 0)
  }

  /// Chooses a row of the view's list; it is done again until all rows are there.
  mutating func choose(_ place: ListPlace) {
    guard screen.panes.contains(where: \.isList) else { return }
    wantedPlace = place
    goToWantedPlace()
  }

  /// Chooses the row that was asked for at the start, as far as the list has come.
  mutating func goToWantedPlace() {
    guard let place = wantedPlace, listCount(focus) > place.row else { return }
    if audit.state != .running || !screen.needsCheck { wantedPlace = nil }
    (chosen[focus], scroll[focus]) = (place.row, place.first)
    reveal(focus)
  }

  /// Selects bytes of what the hex view shows. With the cursor at one end they began at the other.
  mutating func select(_ range: Range<UInt64>) {
    guard !range.isEmpty, range.upperBound <= hexSize else { return }
    let (first, last) = (range.lowerBound, range.upperBound - 1)
    let start =
      hexPlace == first ? last..<last + 1 : hexPlace == last ? first..<first + 1 : range
    marking = Marking(space: hexSpace, unit: start == range ? .extent : .bytes, start: start)
  }
}

extension EntryTable {
  /// The name that is typed for it.
  var word: String {
    switch self {
    case .l1: "L1"
    case .l2(let index): "L1[\(index)]"
    case .refcountTable: "refcounts"
    case .refcountBlock(let index): "refcounts[\(index)]"
    case .bitmap(let index): "bitmap[\(index)]"
    }
  }

  /// The table of that name.
  package init?(named word: String) {
    let parts = word.lowercased().split(separator: "[", omittingEmptySubsequences: false)
    let isTop = parts.count == 1
    var index = 0
    if !isTop {
      guard parts.count == 2, parts[1].hasSuffix("]"), let number = Int(parts[1].dropLast()),
        number >= 0
      else { return nil }
      index = number
    }
    switch parts[0] {
    case "l1": self = isTop ? .l1 : .l2(index)
    case "refcounts": self = isTop ? .refcountTable : .refcountBlock(index)
    case "bitmap" where !isTop: self = .bitmap(index)
    default: return nil
    }
  }
}

extension ComparedWith {
  /// What is typed for it.
  var words: String {
    switch self {
    case .whole: "now"
    case .snapshot(let record):
      "@" + escaped(record.id.array.isEmpty ? record.name.array : record.id.array)
    case .layer(let layer): "layer \(layer)"
    case .file(let name, let isRaw): isRaw ? "raw \(name)" : name
    }
  }
}
