/// How the rows of a list are arranged: sorted by a column, and only those that have a text.
///
/// What is chosen in a list is a row of the list as it is, wherever that stands now; how far a list is
/// scrolled is a place in what is shown of it.
package struct Arrangement: Equatable, Sendable {
  /// The column that the rows are sorted by; nil for the order they have by themselves.
  package internal(set) var column: Int?
  /// Whether the largest comes first.
  package internal(set) var isFalling = false
  /// What a row has to have in one of its cells, whatever the case of letters.
  package internal(set) var filter = ""
  /// The rows that are shown, in order; nil for all in their own order.
  package internal(set) var rows: [Int]?
  /// Where each of them stands.
  private var places: [Int: Int] = [:]

  package init() {}

  /// Whether the list is as it would be by itself.
  var isPlain: Bool { column == nil && filter.isEmpty && !isFalling }

  /// The row at a place of the list.
  func row(at place: Int) -> Int {
    guard let rows else { return place }
    return rows.isEmpty ? 0 : rows[min(max(0, place), rows.count - 1)]
  }

  /// The place of a row; nil where it is not shown.
  func place(of row: Int) -> Int? { rows == nil ? row : places[row] }

  /// Arranges the rows of a table.
  mutating func arrange(_ table: TableView) {
    guard !isPlain else {
      (rows, places) = (nil, [:])
      return
    }
    var all = Array(0..<table.count)
    if !filter.isEmpty {
      let wanted = filter.lowercased()
      all = all.filter { row in
        table.row(row).cells.contains { $0.lowercased().contains(wanted) }
      }
    }
    if let column, column < table.columns.count, let key = table.columns[column].key {
      let keys = all.map(key)
      let order = all.indices.sorted {
        keys[$0] == keys[$1] ? $0 < $1 : (keys[$0] < keys[$1]) != isFalling
      }
      all = order.map { all[$0] }
    } else if isFalling {
      all.reverse()
    }
    rows = all
    places = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
  }
}

/// What a row is sorted by.
enum SortKey: Comparable {
  case number(UInt64)
  case text(String)
}
