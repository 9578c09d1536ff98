internal import QCOW2

/// How many units of each map cell are of each class of a scheme.
package struct ClassGrid: Equatable, Sendable {
  package let frame: CellFrame
  package let scheme: Scheme
  /// How much of the frame is done, 0 to 100.
  package internal(set) var percent = 0
  /// Whether it was stopped before its end.
  package internal(set) var wasStopped = false
  private let classCount: Int
  /// A cell's counts lie together.
  private var units: [UInt64]

  init(_ frame: CellFrame, _ scheme: Scheme) {
    self.frame = frame
    self.scheme = scheme
    classCount = scheme.classes.count
    units = Array(repeating: 0, count: frame.count * classCount)
  }

  /// The units of each class in a cell.
  package func counts(of cell: Int) -> ArraySlice<UInt64> {
    units[cell * classCount..<(cell + 1) * classCount]
  }

  /// The units of each class in all cells.
  package var total: [UInt64] {
    var sum = [UInt64](repeating: 0, count: classCount)
    for index in units.indices { sum[index % classCount] += units[index] }
    return sum
  }

  /// The cells joined to those of a coarser frame, or nil where that one is finer or elsewhere.
  func joined(to wanted: CellFrame) -> ClassGrid? {
    guard wanted.cellBits >= frame.cellBits, wanted.start >= frame.start,
      wanted.virtualSize == frame.virtualSize
    else { return nil }
    var joined = ClassGrid(wanted, scheme)
    (joined.percent, joined.wasStopped) = (percent, wasStopped)
    let bits = wanted.cellBits - frame.cellBits
    let skipped = Int((wanted.start - frame.start) >> UInt64(frame.cellBits))
    for cell in skipped..<max(skipped, min(frame.count, skipped + wanted.count << bits)) {
      let target = (cell - skipped) >> bits
      for index in 0..<classCount {
        joined.units[target * classCount + index] += units[cell * classCount + index]
      }
    }
    return joined
  }

  /// What speaks for a cell: a loud class, the first of them before the others, else what most of it
  /// is; with whether it is all of what is there.
  func dominating(_ cell: Int) -> (class: Int, isWhole: Bool)? {
    let counts = counts(of: cell)
    let classes = scheme.classes
    var (most, all): (Int?, UInt64) = (nil, 0)
    for index in 0..<classCount {
      let count = counts[counts.startIndex + index]
      guard count > 0 else { continue }
      all += count
      guard let known = most else {
        most = index
        continue
      }
      let isMore = count > counts[counts.startIndex + known] && !classes[known].isLoud
      if isMore || classes[index].isLoud && !classes[known].isLoud { most = index }
    }
    return most.map { ($0, counts[counts.startIndex + $0] == all) }
  }

  /// Counts a cell as one of a class.
  mutating func count(_ cell: Int, as class: Int) { units[cell * classCount + `class`] += 1 }

  /// Counts the units that begin in a range as a class.
  mutating func add(_ range: Range<GuestOffset>, as class: Int) {
    let range = range.clamped(to: frame.start..<max(frame.start, frame.end))
    var position = range.lowerBound
    while position < range.upperBound, let cell = frame.cell(at: position) {
      let stop = min(range.upperBound, frame.range(of: cell).upperBound)
      units[cell * classCount + `class`] +=
        frame.units(before: stop) - frame.units(before: position)
      position = stop
    }
  }
}
