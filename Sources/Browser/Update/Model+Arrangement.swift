internal import Surface

extension Model {
  /// How the rows of a list are arranged.
  func arrangement(of pane: Pane) -> Arrangement { arrangements[pane] ?? Arrangement() }

  /// The rows of a list that are shown.
  func shownCount(_ pane: Pane) -> Int { arrangements[pane]?.rows?.count ?? listCount(pane) }

  /// The row that is chosen: nil where the list shows none.
  func chosenRow(of pane: Pane) -> Int? {
    let count = listCount(pane)
    guard count > 0 else { return nil }
    let row = min(chosen[pane] ?? 0, count - 1)
    let arrangement = arrangement(of: pane)
    if arrangement.place(of: row) != nil { return row }
    return arrangement.rows?.first
  }

  /// Where the chosen row stands in what is shown.
  func chosenPlace(of pane: Pane) -> Int {
    chosenRow(of: pane).flatMap { arrangement(of: pane).place(of: $0) } ?? 0
  }

  /// Arranges a list anew, after its rows or the wish have changed.
  mutating func arrange(_ pane: Pane) {
    guard var arrangement = arrangements[pane] else { return }
    // A row hidden a moment ago is not to be jumped back to.
    if let row = chosenRow(of: pane) { chosen[pane] = row }
    pane.table(self, .unicode).map { arrangement.arrange($0) }
    arrangements[pane] = arrangement.isPlain ? nil : arrangement
    if let row = chosenRow(of: pane) { chosen[pane] = row }
    reveal(pane)
  }

  /// Scrolls a list as little as shows its chosen row.
  mutating func reveal(_ pane: Pane) {
    guard let area = layout.content(of: pane) else { return }
    let rows = max(1, ListLayout(area, hasDetails: pane.hasDetails).rows.height)
    let place = chosenPlace(of: pane)
    let top = max(place - rows + 1, min(scroll[pane] ?? 0, place))
    scroll[pane] = max(0, min(top, shownCount(pane) - rows))
  }

  /// Arranges every list whose rows may have changed.
  mutating func arrangeLists() {
    for pane in arrangements.keys { arrange(pane) }
  }

  /// Sorts the focused list by its next column, the largest number first, and at last by none.
  mutating func sortByNextColumn() {
    guard let table = focus.table(self, .unicode) else { return notAList() }
    let columns = table.columns.indices.filter { table.columns[$0].key != nil }
    guard !columns.isEmpty else {
      message = Message(.info, "this list has one order only")
      return
    }
    var arrangement = arrangement(of: focus)
    arrangement.column = columns.first { $0 > arrangement.column ?? -1 }
    arrangement.isFalling = arrangement.column.map { table.startsFalling($0) } ?? false
    sort(table, arrangement)
  }

  /// The columns of the focused list that its rows can be sorted by.
  var columnNames: [String] {
    guard focus.canBeArranged, let table = focus.table(self, .unicode) else { return [] }
    return table.columns.filter { $0.key != nil }.map { $0.heading.trimmingSpaces }
  }

  /// Sorts the focused list by a column, given by its heading; a `-` turns the order around.
  mutating func sort(by text: String) throws(Fault) {
    guard focus.canBeArranged, let table = focus.table(self, .unicode) else {
      throw Fault("the focused pane is no list that can be sorted")
    }
    let isTurned = text.hasPrefix("-")
    let name = isTurned ? String(text.dropFirst()) : text
    var arrangement = arrangement(of: focus)
    if name == "none" {
      arrangement.column = nil
    } else {
      let column = table.columns.firstIndex { $0.key != nil && $0.heading.trimmingSpaces == name }
      guard let column else {
        throw Fault("the columns are \(listed(columnNames)) and none", at: 0)
      }
      arrangement.column = column
    }
    arrangement.isFalling = isTurned != (arrangement.column.map(table.startsFalling) ?? false)
    sort(table, arrangement)
  }

  /// How the list of the view is sorted, as it is typed; nil where it is in its own order.
  var sortWords: String? {
    guard focus.canBeArranged, screen.panes.contains(focus),
      let table = focus.table(self, .unicode)
    else { return nil }
    let arrangement = arrangement(of: focus)
    let isUsual = arrangement.column.map(table.startsFalling) ?? false
    let name = arrangement.column.map { table.columns[$0].heading.trimmingSpaces }
    guard name != nil || arrangement.isFalling else { return nil }
    return (arrangement.isFalling == isUsual ? "" : "-") + (name ?? "none")
  }

  /// Turns the order of the focused list around.
  mutating func reverseOrder() {
    guard let table = focus.table(self, .unicode) else { return notAList() }
    var arrangement = arrangement(of: focus)
    arrangement.isFalling.toggle()
    sort(table, arrangement)
  }

  private mutating func sort(_ table: TableView, _ arrangement: Arrangement) {
    arrangements[focus] = arrangement
    arrange(focus)
    let name = arrangement.column.map { table.columns[$0].heading.trimmingSpaces }
    let order = name.map { "sorted by \($0)" } ?? "in its own order"
    message = Message(.info, arrangement.isFalling ? "\(order), the last first" : order)
  }

  private mutating func notAList() {
    message = Message(.info, "the focused pane is no list")
  }

  /// Asks for the text of a filter, or shows all rows again.
  mutating func toggleRowFilter() {
    guard arrangement(of: focus).filter.isEmpty else {
      filter(focus, by: "")
      message = Message(.info, "all rows")
      return
    }
    ask(.argument(of: "rows"))
  }

  /// Shows only the rows of a list that have a text; all where that is empty.
  mutating func filter(_ pane: Pane, by text: String) {
    var arrangement = arrangement(of: pane)
    guard arrangement.filter != text else { return }
    arrangement.filter = text
    arrangements[pane] = arrangement
    arrange(pane)
  }
}
