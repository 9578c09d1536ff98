internal import QCOW2

/// What is known of how two disks differ: for each cell of a frame how many units do, and the bytes.
package struct DifferenceTally: Sendable {
  private(set) var grid: ClassGrid
  /// The bytes that differ, to the sector.
  private(set) var differing: UInt64 = 0
  /// The bytes that were read of one disk or both, and the bytes that did not have to be.
  private(set) var read: UInt64 = 0
  private(set) var known: UInt64 = 0
  private(set) var unreadable: UInt64 = 0
  /// Up to where all is known.
  private(set) var position: GuestOffset
  /// A unit of which not all is known yet, with the worst class of what is.
  private var open: (start: GuestOffset, class: Int)?

  init(_ frame: CellFrame) {
    grid = ClassGrid(frame, .difference)
    position = frame.start
  }

  /// Classes in the order of the scheme.
  private static func index(_ verdict: DifferenceWalk.Verdict) -> Int {
    switch verdict {
    case .differs: 0
    case .unreadable: 1
    case .same: 2
    case .known: 3
    }
  }

  /// Takes what is known of the piece at `position`.
  mutating func add(_ range: Range<GuestOffset>, _ verdict: DifferenceWalk.Verdict) {
    let length = range.upperBound - range.lowerBound
    switch verdict {
    case .differs: (differing, read) = (differing + length, read + length)
    case .same: read += length
    case .known: known += length
    case .unreadable: unreadable += length
    }
    position = range.upperBound
    count(range, as: Self.index(verdict))
    let frame = grid.frame
    let done = UInt128(position - frame.start) * 100
    grid.percent = min(99, Int(done / UInt128(max(1, frame.end - frame.start))))
  }

  /// A unit counts as the worst of what is in it; the order of the classes is from bad to good.
  private mutating func count(_ range: Range<GuestOffset>, as class: Int) {
    let size: UInt64 = 1 << UInt64(grid.frame.unitBits)
    var start = range.lowerBound
    if let unit = open {
      let end = unit.start.rawValue + size
      open = (unit.start, min(unit.class, `class`))
      guard range.upperBound.rawValue >= end else { return }
      close()
      start = GuestOffset(end)
    }
    let whole = GuestOffset(max(start.rawValue, range.upperBound.rawValue & ~(size - 1)))
    if start < whole { grid.add(start..<whole, as: `class`) }
    if whole < range.upperBound { open = (whole, `class`) }
  }

  private mutating func close() {
    guard let unit = open else { return }
    grid.add(unit.start..<unit.start + 1, as: unit.class)
    open = nil
  }

  /// The walk is over, or was stopped before its end.
  mutating func end(wasStopped: Bool) {
    grid.wasStopped = wasStopped
    guard !wasStopped else { return }
    close()
    grid.percent = 100
  }

  /// The walk goes on.
  mutating func resume() { grid.wasStopped = false }
}
