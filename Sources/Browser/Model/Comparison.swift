package import QCOW2

/// Another disk that the one on the screen is compared with.
package struct Comparison: Sendable {
  package let disk: Disk
  /// What it is.
  let other: ComparedWith
  /// The same for people.
  package let name: String
  /// How they differ, as far as that is known.
  var tally: DifferenceTally
  /// Whether the user waits to be told how they differ.
  var isAwaited = false

  /// Nothing is known yet.
  init(_ disk: Disk, _ other: ComparedWith, _ name: String, with shown: Disk) {
    (self.disk, self.other, self.name) = (disk, other, name)
    tally = DifferenceTally(Self.frame(shown.geometry))
  }

  /// How they differ in cells, of which there are as many for every disk.
  package var grid: ClassGrid { tally.grid }

  /// The bytes that differ, to the sector, as far as that is known.
  package var differing: UInt64 { tally.differing }

  private static func frame(_ geometry: Geometry) -> CellFrame {
    var bits = geometry.subclusterSize.trailingZeroBitCount
    while geometry.virtualSize >> UInt64(bits) >= 65_536 { bits += 1 }
    return CellFrame(
      geometry, start: .zero, cellBits: bits, count: Int(geometry.virtualSize >> UInt64(bits)) + 1)
  }
}
