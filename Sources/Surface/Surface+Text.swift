extension Surface {
  /// The rows as text, without the spaces at their ends.
  package var lines: [String] {
    rows { cell in cell.isTrailingHalf ? nil : Character(cell.scalar) }
  }

  /// The rows as one letter for each cell's role, without the plain ones at their ends.
  package var styleLines: [String] {
    rows { $0.style.role.rawValue }
  }

  /// All rows, joined by newlines.
  package var text: String { lines.joined(separator: "\n") }

  private func rows(_ character: (Cell) -> Character?) -> [String] {
    (0..<size.height).map { y in
      var row = String.UnicodeScalarView()
      for cell in cells[y * size.width..<(y + 1) * size.width] {
        if let character = character(cell) { row.append(contentsOf: character.unicodeScalars) }
      }
      while row.last == " " { row.removeLast() }
      return String(row)
    }
  }
}
