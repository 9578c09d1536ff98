package import QCOW2

/// How the map pane is divided: rows of a multiple of 32 cells where there is room, so that rows start
/// at round numbers and with extended L2 entries hold whole clusters.
package struct MapLayout: Equatable, Sendable {
  /// 8, 16, or as many times 32 as fit, times the cells side by side on a character.
  package let cellsPerRow: Int
  /// The rows of cells, several of which may be on a line.
  package let rows: Int
  /// How cells share characters.
  package let mode: GlyphMode
  /// The rows below them for the legend.
  package let legendRows: Int
  /// The columns before the cells.
  package let labelWidth: Int
  /// The columns after the cells for a row's percentage, or 0.
  package let gutter: Int
  /// The column of the bands of partitions; nil where they have none.
  package let bandColumn: Int?
  /// The bytes that are mapped.
  package let size: UInt64
  /// The binary logarithm of a unit.
  package let unitBits: Int

  /// - Parameters:
  ///   - width: The columns of the pane.
  ///   - height: Its rows.
  ///   - size: The bytes that are mapped.
  ///   - unitBits: The binary logarithm of what the smallest cell stands for.
  ///   - mostLegendRows: The rows of the legend where there is room.
  ///   - mode: How cells share characters.
  ///   - hasBands: Whether a column is kept for the bands of partitions: one of the labels or, where
  ///     there are none, one behind the cells.
  package init(
    width: Int, height: Int, size: UInt64, unitBits: Int, mostLegendRows: Int,
    mode: GlyphMode = .shade, hasBands: Bool = false
  ) {
    self.mode = mode
    self.size = size
    self.unitBits = unitBits
    labelWidth = width >= 40 ? 8 : 0
    let isBehind = hasBands && labelWidth == 0
    let room = max(8, width - labelWidth - (isBehind ? 1 : 0))
    let columns = room >= 32 ? room / 32 * 32 : room >= 16 ? 16 : 8
    cellsPerRow = columns * mode.columns
    gutter = room - columns >= 6 ? 6 : 0
    bandColumn = hasBands ? isBehind ? columns + gutter : 0 : nil
    legendRows = height >= 8 ? mostLegendRows : height >= 6 ? 1 : 0
    rows = max(1, height - legendRows) * mode.rows
  }

  /// The map of a disk.
  package init(
    width: Int, height: Int, _ geometry: Geometry, mode: GlyphMode = .shade,
    hasBands: Bool = false
  ) {
    self.init(
      width: width, height: height, size: geometry.virtualSize,
      unitBits: geometry.subclusterSize.trailingZeroBitCount,
      mostLegendRows: geometry.hasExtendedL2 ? 3 : 2, mode: mode, hasBands: hasBands)
  }

  /// The columns for the start of a row, behind the bands.
  package var labelColumns: Range<Int> {
    let last = max(0, labelWidth - 1)
    return (bandColumn == 0 ? min(1, last) : 0)..<last
  }

  /// The columns that the cells of a row take.
  package var columns: Int { cellsPerRow / mode.columns }

  /// The lines that the rows of cells take.
  package var lines: Int { rows / mode.rows }

  /// The most cells on the screen.
  package var cells: Int { cellsPerRow * rows }

  /// The smallest cell with which everything is on the screen.
  package var fittingBits: Int {
    var bits = unitBits
    while UInt64(cells) << UInt64(bits) < size, bits < 62 { bits += 1 }
    return bits
  }

  /// The bytes of a row of cells of that size, which is at most `fittingBits`.
  package func rowBytes(_ cellBits: Int) -> UInt64 { UInt64(cellsPerRow) << UInt64(cellBits) }

  /// The start of the first row such that `cursor` is on the screen, moving `top` as little as
  /// possible.
  package func top<Offset: ByteOffset>(
    _ top: Offset, cellBits: Int, showing cursor: Offset
  ) -> Offset {
    let bytes = rowBytes(cellBits)
    let row = cursor.rawValue / bytes
    let lastRow = size == 0 ? 0 : (size - 1) / bytes
    var first = top.rawValue / bytes
    if row < first { first = row }
    if row >= first + UInt64(rows) { first = row - UInt64(rows) + 1 }
    // No empty rows at the bottom while there are rows above.
    let highest = lastRow + 1 > UInt64(rows) ? lastRow + 1 - UInt64(rows) : 0
    return Offset(min(first, highest) * bytes)
  }
}
