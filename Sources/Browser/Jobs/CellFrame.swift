package import QCOW2

/// A stretch of the disk cut into equal cells of a power of two of bytes.
package struct CellFrame: Equatable, Sendable {
  /// The first byte of the first cell, a multiple of the cell size.
  package let start: GuestOffset
  /// The binary logarithm of the bytes of a cell, at least that of a unit.
  package let cellBits: Int
  /// The number of cells; some may lie past the end of the disk.
  package let count: Int
  /// The binary logarithm of the bytes of a unit: a cluster, or a subcluster where there are any.
  package let unitBits: Int
  /// The size of the virtual disk.
  package let virtualSize: UInt64

  package init(_ geometry: Geometry, start: GuestOffset, cellBits: Int, count: Int) {
    self.start = start
    self.cellBits = cellBits
    self.count = count
    unitBits = geometry.subclusterSize.trailingZeroBitCount
    virtualSize = geometry.virtualSize
  }

  /// The first byte after the last cell, clipped to the disk.
  package var end: GuestOffset { range(of: count - 1).upperBound }

  /// The guest range of a cell, clipped to the disk.
  package func range(of cell: Int) -> Range<GuestOffset> {
    let first = start.rawValue + UInt64(cell) << UInt64(cellBits)
    let end = min(first + 1 << UInt64(cellBits), virtualSize)
    return GuestOffset(min(first, virtualSize))..<GuestOffset(end)
  }

  /// The cell that `offset` lies in, or nil where it lies in none.
  package func cell(at offset: GuestOffset) -> Int? {
    guard offset >= start, offset < end else { return nil }
    return Int((offset - start) >> UInt64(cellBits))
  }

  /// The units in a cell; fewer in the last one of the disk.
  package func capacity(of cell: Int) -> UInt64 {
    let range = range(of: cell)
    return units(before: range.upperBound) - units(before: range.lowerBound)
  }

  /// The units that begin before a place.
  func units(before offset: GuestOffset) -> UInt64 {
    let partial = offset.rawValue & ((1 << UInt64(unitBits)) - 1)
    return (offset.rawValue >> UInt64(unitBits)) + (partial == 0 ? 0 : 1)
  }
}
