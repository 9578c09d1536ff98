internal import QCOW2

/// Fills a `LayerGrid` from the tables of every layer, and shows what it has now and then.
struct LayerJob: Sendable {
  private let disk: Disk
  private let frame: CellFrame
  private static let interval = Duration.milliseconds(100)

  init(_ disk: Disk, _ frame: CellFrame) {
    self.disk = disk
    self.frame = frame
  }

  func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    var grid = LayerGrid(frame, layerCount: disk.layers.count)
    var reported = ContinuousClock.now
    let range = frame.start..<max(frame.start, frame.end)
    for segment in DiskWalk(disk, range, firstSlices: SegmentWalk.mostSlices) {
      guard !cancellation.isCancelled else { return }
      grid.add(segment)
      guard ContinuousClock.now - reported >= Self.interval else { continue }
      post(.tint(.layers(grid)))
      reported = .now
    }
    post(.tint(.layers(grid)))
  }
}
