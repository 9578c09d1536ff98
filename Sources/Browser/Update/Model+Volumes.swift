internal import QCOW2

extension Model {
  /// Goes to the start of the chosen volume.
  mutating func openVolume() {
    guard let rows = volumes?.rows, let row = chosenRow(of: .volumes) else { return }
    let range = rows[row].range
    guard range.lowerBound < image.geometry.end else {
      message = Message(.warning, "it begins past the end of the disk")
      return
    }
    openHex(at: range.lowerBound)
  }

  /// How many units of a range are allocated, once the whole disk is scanned; not exact where the scan
  /// counts more at a time than the range begins or ends with.
  func taken(by range: Range<GuestOffset>) -> (allocated: UInt64, all: UInt64, isExact: Bool)? {
    guard progress.isFinished, !range.isEmpty else { return nil }
    return survey.allocation(of: range)
  }

  /// What partitions a range touches: `p1`, or `p1+` where there are more.
  func bands(in range: Range<GuestOffset>) -> String {
    let touched = (partitions?.usable ?? []).filter { $0.range.overlaps(range) }
    guard let first = touched.first else { return "" }
    return "p\(first.number)" + (touched.count > 1 ? "+" : "")
  }

  /// What stands beside a row of the map: its partitions, its marks, and `*` for notes.
  func margin(of range: Range<GuestOffset>) -> String {
    let letters = notebook.letters.filter { marks[$0].map(range.contains) == true }
    let bytes = range.lowerBound.rawValue..<range.upperBound.rawValue
    let hasNote = notes.contains { $0.space == .guest && $0.range.overlaps(bytes) }
    let marked = letters.isEmpty ? "" : "'" + letters.map(String.init).joined()
    return [bands(in: range), marked, hasNote ? "*" : ""].filter { !$0.isEmpty }
      .joined(separator: " ")
  }
}
