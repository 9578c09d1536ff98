/// Rows in aligned columns for people. The last column may be of any width, so that nothing is cut
/// off and what is long comes last.
package struct TextTable<Row> {
  private let columns: [Column<Row>]
  private var widths: [Int]

  /// A table of rows that are not known yet.
  ///
  /// - Parameters:
  ///   - columns: The columns; those without a heading are left out.
  ///   - widths: The widths that the rows will need, by heading.
  package init(_ columns: [Column<Row>], widths: [String: Int]) {
    self.columns = columns.filter { $0.heading != nil }
    self.widths = self.columns.map { column in
      let heading = column.heading ?? ""
      return max(heading.count, widths[heading] ?? 0)
    }
  }

  /// No column is padded further for the sake of one long text: an image may hold thousands of names
  /// and one of 64 KiB among them, which would be as many lines of that length.
  private static var mostPadding: Int { 128 }

  /// A table as wide as its rows need; longer texts push aside what follows them.
  package init(_ columns: [Column<Row>], fitting rows: [Row]) {
    self.init(columns, widths: [:])
    for (index, column) in self.columns.enumerated() {
      let width = rows.reduce(widths[index]) { max($0, column.text($1).count) }
      widths[index] = min(width, Self.mostPadding)
    }
  }

  /// The headings.
  package var heading: String { line(columns.map { $0.heading ?? "" }) }

  /// A row.
  package func line(_ row: Row) -> String { line(columns.map { $0.text(row) }) }

  private func line(_ cells: [String]) -> String {
    var text = ""
    for (index, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: max(0, widths[index] - cell.count))
      if index > 0 { text += "  " }
      text += columns[index].isRightAligned ? padding + cell : cell + padding
    }
    while text.last == " " { text.removeLast() }
    return text + "\n"
  }
}
