/// Rows in aligned columns for people, in 80 columns where the words allow that. What is too long
/// pushes aside what follows it, and goes on below where the line would get too long; nothing is cut
/// off.
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

  /// A table as wide as its rows need.
  package init(_ columns: [Column<Row>], fitting rows: [Row]) {
    self.init(columns, widths: [:])
    for (index, column) in self.columns.enumerated() {
      widths[index] = rows.reduce(widths[index]) { max($0, column.text($1).count) }
    }
    narrow()
  }

  /// Takes the longest texts the room that not all rows have: an image may hold thousands of names
  /// and one of 64 KiB among them, which would be as many lines of that length.
  private mutating func narrow() {
    guard let last = columns.last else { return }
    let least = 12
    let all = widths.dropLast().reduce(0) { $0 + $1 + 2 } + (last.heading?.count ?? 0)
    let texts = columns.indices.dropLast().filter { !columns[$0].isRightAligned }
    if all > screenColumns, let widest = texts.max(by: { widths[$0] < widths[$1] }) {
      let room = widths[widest] - (all - screenColumns)
      widths[widest] = min(widths[widest], max(least, columns[widest].heading?.count ?? 0, room))
    }
    widths[columns.count - 1] = min(widths[columns.count - 1], screenColumns)
  }

  /// The headings.
  package func heading(_ paint: Paint = .none) -> String {
    line(columns.map { ($0.heading ?? "", .heading) }, paint)
  }

  /// A row.
  package func line(_ row: Row, _ paint: Paint = .none) -> String {
    line(columns.map { ($0.text(row), $0.tone(row)) }, paint)
  }

  private func line(_ cells: [(text: String, tone: Tone?)], _ paint: Paint) -> String {
    var line = TableLine(paint)
    for (index, cell) in cells.enumerated() where !cell.text.isEmpty {
      let start = widths[..<index].reduce(0) { $0 + $1 + 2 }
      let padding = columns[index].isRightAligned ? max(0, widths[index] - cell.text.count) : 0
      line.add(
        cell.text, cell.tone, at: start + padding, isSentence: columns[index].isSentence)
    }
    return line.text + "\n"
  }
}

/// A row of a table while cells are added to it.
private struct TableLine {
  /// Where a text begins that has a line of its own.
  private static let indent = 4
  /// The fewest columns in which sentences are broken.
  private static let leastRoom = 30

  private let paint: Paint
  private(set) var text = ""
  /// The columns that the last line of the text takes.
  private var width = 0

  init(_ paint: Paint) { self.paint = paint }

  /// Adds a cell, where its column begins or two columns after the last one.
  mutating func add(_ cell: String, _ tone: Tone?, at place: Int, isSentence: Bool) {
    let start = max(place, width == 0 ? 0 : width + 2)
    let room = screenColumns - start
    if cell.count <= room || width == 0 && !isSentence { return put([cell], tone, at: start) }
    if isSentence, room >= Self.leastRoom {
      return put(pieces(of: cell, first: room, rest: room), tone, at: start)
    }
    text += "\n"
    width = 0
    let below = screenColumns - Self.indent
    put(isSentence ? pieces(of: cell, first: below, rest: below) : [cell], tone, at: Self.indent)
  }

  /// Adds lines that begin at one column.
  private mutating func put(_ lines: [String], _ tone: Tone?, at start: Int) {
    for (index, line) in lines.enumerated() where index > 0 || !line.isEmpty {
      if index > 0 {
        text += "\n"
        width = 0
      }
      text += String(repeating: " ", count: start - width) + paint(line, tone)
      width = start + line.count
    }
  }
}
