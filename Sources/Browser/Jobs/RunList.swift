package import QCOW2

/// The runs of the disk around a place, as a list.
package struct RunList: Sendable {
  /// The runs, rising and without gaps.
  package let rows: [Extent]

  /// How many runs are read on each side of a place.
  private static let reach = 300
  /// How near the end of the list the chosen row comes before more are read.
  private static let margin = 40

  /// Reads the runs around a place, or nothing where the job is stopped.
  init?(_ disk: Disk, around place: GuestOffset, _ cancellation: Cancellation) {
    let below = GuestOffset.zero..<place
    let before = disk.reversedExtents(in: below, cancellation: cancellation).prefix(Self.reach)
    let start = Array(before).last?.start ?? place
    let above = disk.extents(in: start..<disk.geometry.end, cancellation: cancellation)
    rows = Array(above.prefix(2 * Self.reach))
    guard !cancellation.isCancelled else { return nil }
  }

  /// The row that has a place.
  func index(of place: GuestOffset) -> Int? {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      (low, high) = rows[middle].end <= place ? (middle + 1, high) : (low, middle)
    }
    return low < rows.count && rows[low].start <= place ? low : nil
  }

  /// Whether a row is so near an end of the list, where the disk goes on, that more is to be read.
  func isShort(at row: Int, of geometry: Geometry) -> Bool {
    let hasBefore = rows.first.map { $0.start > .zero } ?? false
    let hasAfter = rows.last.map { $0.end < geometry.end } ?? false
    return row < Self.margin && hasBefore || row >= rows.count - Self.margin && hasAfter
  }
}
