internal import QCOW2

extension MapLayout {
  /// Where a key leads from a place: to the start of a cell, in the same column where it goes by rows,
  /// and never past the first or the last cell.
  func moved<Offset: ByteOffset>(
    _ cursor: Offset, _ move: Move, cellBits: Int
  ) -> Offset {
    let row = UInt64(cellsPerRow) << UInt64(cellBits)
    let cell: UInt64 = 1 << UInt64(cellBits)
    let start = cursor.rawValue / cell * cell
    let inRow = start % row
    let page = UInt64(rows)
    let target =
      switch move {
      case .left: start - min(start, cell)
      case .right: forward(start, cell, cell)
      case .up: start - min(1, start / row) * row
      case .down: down(start, 1, cell, row)
      case .halfPageUp: start - min(max(1, page / 2), start / row) * row
      case .halfPageDown: down(start, max(1, page / 2), cell, row)
      case .pageUp: start - min(page, start / row) * row
      case .pageDown: down(start, page, cell, row)
      case .rowStart: start - inRow
      case .rowEnd: forward(start, row - cell - inRow, cell)
      }
    return Offset(target)
  }

  /// The start of the last cell.
  private func last(_ cell: UInt64) -> UInt64 { (max(size, 1) - 1) / cell * cell }

  private func forward(_ start: UInt64, _ bytes: UInt64, _ cell: UInt64) -> UInt64 {
    min(last(cell), start.addingReportingOverflow(bytes).partialValue)
  }

  private func down(_ start: UInt64, _ rows: UInt64, _ cell: UInt64, _ row: UInt64) -> UInt64 {
    let room = (last(cell) - start) / row
    return forward(start, min(rows, room) * row, cell)
  }
}
