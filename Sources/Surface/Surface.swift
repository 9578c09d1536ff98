/// A frame of cells that views draw into; a value, so that a test can hold and compare one.
///
/// Every drawing call clips to the surface: places outside it, however far, are ignored.
package struct Surface: Sendable {
  /// The longest side of a surface; more is cut off, so that a hostile size cannot take all memory.
  package static let longestSide = 4096

  package let size: Size
  package let glyphs: Glyphs
  package private(set) var cells: [Cell]
  private let measure: Measure

  /// Makes a blank surface; `measure` tells how wide characters are on the terminal it is for.
  package init(
    size: Size, glyphs: Glyphs = .unicode,
    measure: @escaping Measure = { $0.value >= 0x20 ? 1 : -1 }
  ) {
    let sides = 0...Surface.longestSide
    self.size = Size(width: size.width.clamped(to: sides), height: size.height.clamped(to: sides))
    self.glyphs = glyphs
    self.measure = measure
    cells = Array(repeating: .blank, count: self.size.width * self.size.height)
  }

  package var bounds: Rect { Rect(size) }

  /// The cell at a place; blank outside the surface.
  package subscript(x: Int, y: Int) -> Cell {
    guard bounds.contains(Point(x: x, y: y)) else { return .blank }
    return cells[y * size.width + x]
  }

  /// How many columns the text takes when it is put on this surface.
  package func columns(of text: String) -> Int {
    shown(text).unicodeScalars.reduce(0) { $0 + columns(of: $1) }
  }

  /// The text as it is drawn: where frames are in ASCII, letters are too, and the others become
  /// `<U+00E9>`, so that two names never look the same.
  func shown(_ text: String) -> String {
    guard glyphs.isASCII, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    return text.unicodeScalars.reduce(into: "") { shown, scalar in
      guard !scalar.isASCII else { return shown.unicodeScalars.append(scalar) }
      let digits = String(scalar.value, radix: 16, uppercase: true)
      shown += "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
    }
  }

  /// The columns a character is drawn with: what cannot be shown is drawn as one '?'.
  func columns(of scalar: Unicode.Scalar) -> Int {
    guard isPrintable(scalar) else { return 1 }
    return min(measure(scalar), 2)
  }

  /// The character that is drawn for this one.
  func drawn(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    isPrintable(scalar) ? scalar : "?"
  }

  // C0 and C1 are refused whatever the terminal's measure says: they would move the cursor.
  private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value) && measure(scalar) >= 0
      && (scalar.isASCII || !glyphs.isASCII)
  }

  /// Changes the style of the cells in a block and leaves their characters.
  package mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
    let area = rect.intersection(bounds)
    for y in area.y..<area.y + area.height {
      for x in area.x..<area.x + area.width {
        let index = y * size.width + x
        cells[index].style = change(cells[index].style)
      }
    }
  }

  /// Stores a cell inside the surface and blanks the other half of a wide character it cuts.
  mutating func store(_ cell: Cell, x: Int, y: Int) {
    let index = y * size.width + x
    if cells[index].isTrailingHalf, !cell.isTrailingHalf, x > 0 {
      cells[index - 1].scalar = " "
    }
    cells[index] = cell
    if !cell.isTrailingHalf, x + 1 < size.width, cells[index + 1].isTrailingHalf {
      cells[index + 1].scalar = " "
    }
  }
}
