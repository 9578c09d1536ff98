internal import QCOW2

/// How many bytes of each map cell a dirty bitmap marks.
package struct DirtyGrid: Equatable, Sendable {
  package let frame: CellFrame
  package private(set) var bytes: [UInt64]
  /// The bytes of each cell of which the bitmap's bits cannot be read.
  package private(set) var unknown: [UInt64]

  /// Goes over the bitmap as far as the frame reaches; nil where the job is stopped.
  ///
  /// - Parameters:
  ///   - frame: How the disk is cut.
  ///   - runs: What the bitmap says; nil where it cannot be read at all.
  ///   - cancellation: Stops the job.
  init?(_ frame: CellFrame, _ runs: BitmapRuns?, _ cancellation: Cancellation) {
    self.frame = frame
    bytes = Array(repeating: 0, count: frame.count)
    unknown = bytes
    let all = frame.start..<max(frame.start, frame.end)
    guard let runs else {
      add(all, to: \.unknown)
      return
    }
    for run in runs {
      if cancellation.isCancelled { return nil }
      guard run.range.lowerBound < frame.end else { return }
      switch run.state {
      case .clean: break
      case .dirty: add(run.range.clamped(to: all), to: \.bytes)
      case .unknown: add(run.range.clamped(to: all), to: \.unknown)
      }
    }
  }

  private mutating func add(
    _ range: Range<GuestOffset>, to counts: WritableKeyPath<Self, [UInt64]>
  ) {
    var position = range.lowerBound
    while position < range.upperBound, let cell = frame.cell(at: position) {
      let stop = min(range.upperBound, frame.range(of: cell).upperBound)
      self[keyPath: counts][cell] += stop - position
      position = stop
    }
  }
}
