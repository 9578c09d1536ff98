extension Surface {
  /// Puts a line of text, cut at the surface's edges and at `width` columns from `x`.
  ///
  /// Unprintable characters are drawn as '?', those that ASCII lacks as `<U+00E9>` where glyphs are
  /// ASCII, zero-width ones are dropped, and half of a wide character is drawn as a space. Returns the
  /// columns from `x` to the end of what was put, so that `x += put(…)` goes on behind it.
  @discardableResult
  package mutating func put(
    _ text: String, x: Int, y: Int, style: Style, width: Int? = nil
  ) -> Int {
    guard y >= 0, y < size.height, x < size.width else { return 0 }
    let end = min(size.width, x.saturatingAdd(max(0, width ?? .max)))
    var column = x
    for scalar in shown(text).unicodeScalars {
      guard column < end else { break }
      let columns = columns(of: scalar)
      place(Cell(drawn(scalar), style), columns: columns, x: column, y: y, end: end)
      column = min(column + columns, end)
    }
    return column - x
  }

  /// Puts one cell; a wide character also takes the cell to its right, and its right half alone
  /// changes nothing, so that cells can be copied one by one.
  package mutating func set(x: Int, y: Int, _ cell: Cell) {
    guard !cell.isTrailingHalf, y >= 0, y < size.height, x >= -1, x < size.width else { return }
    let columns = max(1, columns(of: cell.scalar))
    place(Cell(drawn(cell.scalar), cell.style), columns: columns, x: x, y: y, end: size.width)
  }

  /// Fills a block with one character.
  package mutating func fill(_ rect: Rect, scalar: Unicode.Scalar = " ", style: Style) {
    let area = rect.intersection(bounds)
    let columns = max(1, columns(of: scalar))
    let cell = Cell(drawn(scalar), style)
    for y in area.y..<area.y + area.height {
      for x in stride(from: area.x, to: area.x + area.width, by: columns) {
        place(cell, columns: columns, x: x, y: y, end: area.x + area.width)
      }
    }
  }

  /// Draws a horizontal line.
  package mutating func horizontal(y: Int, x: Int, width: Int, style: Style) {
    let line = Rect(x: x, y: y, width: width, height: 1)
    fill(line, scalar: glyphs.horizontal, style: style)
  }

  /// Draws a vertical line.
  package mutating func vertical(x: Int, y: Int, height: Int, style: Style) {
    let line = Rect(x: x, y: y, width: 1, height: height)
    fill(line, scalar: glyphs.vertical, style: style)
  }

  // The row is inside the surface and end is not past its right edge; x may be left of it.
  private mutating func place(_ cell: Cell, columns: Int, x: Int, y: Int, end: Int) {
    guard columns == 2 else {
      if columns == 1, x >= 0 { store(cell, x: x, y: y) }
      return
    }
    if x >= 0, x + 1 < end {
      store(Cell(" ", cell.style), x: x, y: y)
      store(Cell(" ", cell.style), x: x + 1, y: y)
      store(cell, x: x, y: y)
      store(Cell(Cell.trailingHalf, cell.style), x: x + 1, y: y)
    } else if x >= 0, x < end {
      store(Cell(" ", cell.style), x: x, y: y)
    } else if x == -1, end > 0 {
      store(Cell(" ", cell.style), x: 0, y: y)
    }
  }
}
