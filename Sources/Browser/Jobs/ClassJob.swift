internal import QCOW2

/// Fills a `ClassGrid` from tables and reference counts, and shows what it has now and then.
struct ClassJob: Sendable {
  private let disk: Disk
  private let whole: Disk
  private let frame: CellFrame
  private let scheme: Scheme
  private static let interval = Duration.milliseconds(100)

  /// - Parameters:
  ///   - disk: The disk that is shown.
  ///   - whole: The disk of now, whose snapshots are asked.
  ///   - frame: The cells.
  ///   - scheme: One that needs tables and counts only.
  init(_ disk: Disk, of whole: Disk, _ frame: CellFrame, _ scheme: Scheme) {
    (self.disk, self.whole, self.frame, self.scheme) = (disk, whole, frame, scheme)
  }

  func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    var classifier = Classifier(disk, of: whole, scheme)
    var grid = ClassGrid(frame, scheme)
    var reported = ContinuousClock.now
    let range = frame.start..<max(frame.start, frame.end)
    classifier.begin(disk, before: range.lowerBound)
    for segment in DiskWalk(disk, range, firstSlices: SegmentWalk.mostSlices) {
      guard !cancellation.isCancelled else { return }
      for piece in classifier.pieces(of: segment, cancellation) {
        grid.add(piece.range, as: piece.class)
      }
      guard ContinuousClock.now - reported >= Self.interval else { continue }
      let done = UInt128(segment.end - range.lowerBound) * 100
      grid.percent = Int(done / UInt128(max(1, range.upperBound - range.lowerBound)))
      post(.tint(.classes(grid)))
      reported = .now
    }
    guard !cancellation.isCancelled else { return }
    grid.percent = 100
    post(.tint(.classes(grid)))
  }
}
