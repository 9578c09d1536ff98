package import QCOW2

/// The disk, or a part of it, cut into equal cells of a power of two of units, and what is known of
/// each.
package struct CellGrid: Equatable, Sendable {
  /// The first byte of the first cell.
  package let start: GuestOffset
  /// The binary logarithm of the bytes of a cell.
  package let cellBits: Int
  /// The binary logarithm of the bytes of a unit.
  package let unitBits: Int
  /// The size of the virtual disk.
  package let virtualSize: UInt64
  package private(set) var cells: [KindCounts]

  /// - Parameters:
  ///   - geometry: The image's arithmetic.
  ///   - start: A multiple of the cell size.
  ///   - cellBits: At least the unit's.
  ///   - count: The number of cells.
  package init(_ geometry: Geometry, start: GuestOffset, cellBits: Int, count: Int) {
    self.start = start
    self.cellBits = cellBits
    unitBits = geometry.subclusterSize.trailingZeroBitCount
    virtualSize = geometry.virtualSize
    cells = Array(repeating: KindCounts(), count: count)
  }

  /// The first byte after the last cell, clipped to the disk.
  package var end: GuestOffset {
    GuestOffset(min(virtualSize, start.rawValue + UInt64(cells.count) << UInt64(cellBits)))
  }

  /// The guest range of a cell, clipped to the disk.
  package func range(of cell: Int) -> Range<GuestOffset> {
    let first = start.rawValue + UInt64(cell) << UInt64(cellBits)
    let end = min(first + 1 << UInt64(cellBits), virtualSize)
    return GuestOffset(min(first, virtualSize))..<GuestOffset(end)
  }

  /// The units in a cell; fewer in the last one of the disk.
  package func capacity(of cell: Int) -> UInt64 {
    let range = range(of: cell)
    return units(range.upperBound.rawValue) - units(range.lowerBound.rawValue)
  }

  private func units(_ bytes: UInt64) -> UInt64 {
    (bytes >> UInt64(unitBits)) + (bytes & ((1 << UInt64(unitBits)) - 1) == 0 ? 0 : 1)
  }

  /// Counts the part of `extent` that lies in the grid.
  package mutating func add(_ extent: Extent) {
    let range = extent.range.clamped(to: start..<max(start, end))
    guard !range.isEmpty else { return }
    let bits = UInt64(cellBits)
    var position = range.lowerBound.rawValue
    while position < range.upperBound.rawValue {
      let cell = Int((position - start.rawValue) >> bits)
      let stop = min(range.upperBound.rawValue, start.rawValue + UInt64(cell + 1) << bits)
      cells[cell][extent.kind] += units(stop) - units(position)
      position = stop
    }
  }

  /// Takes over what is known of each cell.
  mutating func replace(_ known: [KindCounts]) { cells = known }

  /// Whether both cut the same stretch in the same way, whatever is known of it.
  package func isSame(as other: CellGrid) -> Bool {
    start == other.start && cellBits == other.cellBits && cells.count == other.cells.count
  }

  /// The same cells joined to coarser ones: `count` cells of `bits` from `first` on, or nil where
  /// they would be finer than these.
  package func joined(from first: GuestOffset, bits: Int, count: Int) -> [KindCounts]? {
    guard bits >= cellBits, first >= start else { return nil }
    let perCell = 1 << (bits - cellBits)
    let skipped = Int((first - start) >> UInt64(cellBits))
    return (0..<count).map { cell in
      let from = min(cells.count, skipped + cell * perCell)
      return cells[from..<min(cells.count, from + perCell)].reduce(into: KindCounts()) { $0 += $1 }
    }
  }
}
