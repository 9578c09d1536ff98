internal import QCOW2

/// How many units of each map cell each layer provides. Holes are nobody's.
package struct LayerGrid: Equatable, Sendable {
  package let frame: CellFrame
  private let layerCount: Int
  /// A cell's counts lie together, the image's own first.
  private var units: [UInt64]

  init(_ frame: CellFrame, layerCount: Int) {
    self.frame = frame
    self.layerCount = layerCount
    units = Array(repeating: 0, count: frame.count * layerCount)
  }

  /// The layers that provide something of a cell, with how much.
  package func shares(of cell: Int) -> [(layer: Int, units: UInt64)] {
    (0..<layerCount).compactMap { layer in
      let count = units[cell * layerCount + layer]
      return count > 0 ? (layer, count) : nil
    }
  }

  /// What each layer provides of all cells.
  package var total: [(layer: Int, units: UInt64)] {
    (0..<layerCount).compactMap { layer in
      let count = stride(from: layer, to: units.count, by: layerCount).reduce(0) { $0 + units[$1] }
      return count > 0 ? (layer, count) : nil
    }
  }

  /// Counts the part of `extent` that lies in the grid.
  mutating func add(_ extent: Extent) {
    guard extent.kind != .unallocated, extent.kind != .missing else { return }
    let range = extent.range.clamped(to: frame.start..<max(frame.start, frame.end))
    var position = range.lowerBound
    while position < range.upperBound, let cell = frame.cell(at: position) {
      let stop = min(range.upperBound, frame.range(of: cell).upperBound)
      let count = frame.units(before: stop) - frame.units(before: position)
      units[cell * layerCount + extent.layer] += count
      position = stop
    }
  }
}
