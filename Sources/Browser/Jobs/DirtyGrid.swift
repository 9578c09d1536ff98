internal import QCOW2

/// How many bytes of each map cell a dirty bitmap marks.
package struct DirtyGrid: Equatable, Sendable {
  package let frame: CellFrame
  package private(set) var bytes: [UInt64]
  /// Whether some part of the bitmap cannot be read.
  package private(set) var isPartial = false

  /// Goes over the bitmap as far as the frame reaches; nil where the job is stopped.
  init?(_ frame: CellFrame, _ runs: BitmapRuns, _ cancellation: Cancellation) {
    self.frame = frame
    bytes = Array(repeating: 0, count: frame.count)
    for run in runs {
      if cancellation.isCancelled { return nil }
      guard run.range.lowerBound < frame.end else { return }
      if case .unknown = run.state { isPartial = true }
      guard run.state == .dirty else { continue }
      add(run.range.clamped(to: frame.start..<max(frame.start, frame.end)))
    }
  }

  private mutating func add(_ range: Range<GuestOffset>) {
    var position = range.lowerBound
    while position < range.upperBound, let cell = frame.cell(at: position) {
      let stop = min(range.upperBound, frame.range(of: cell).upperBound)
      bytes[cell] += stop - position
      position = stop
    }
  }
}
