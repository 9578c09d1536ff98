internal import QCOW2
internal import Surface

/// The partitions beside the rows of the map, in one column: the last digit of a number where a
/// partition begins, and a line down to its end.
enum PartitionBand {
  /// What stands beside a row; nil where that is in no partition.
  static func mark(
    _ row: Range<GuestOffset>, _ table: PartitionTable?, _ glyphs: Glyphs
  ) -> Cell? {
    let touched = (table?.usable ?? []).filter { $0.range.overlaps(row) }
    guard !touched.isEmpty else { return nil }
    let beginning = touched.filter { row.contains($0.range.lowerBound) }
    guard let first = beginning.first else { return Cell(glyphs.vertical, Style(.label)) }
    // No digit can stand for several.
    guard beginning.count == 1, let digit = "\(first.number)".unicodeScalars.last else {
      return Cell("+", Style(.label, .bold))
    }
    return Cell(digit, Style(.label, .bold))
  }
}
