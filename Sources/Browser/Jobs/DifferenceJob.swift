internal import QCOW2

/// Compares a frame of two disks, or goes on with it, and shows what is known now and then.
struct DifferenceJob: Sendable {
  private let disk: Disk
  private let other: Disk
  private let start: DifferenceTally
  private static let interval = Duration.milliseconds(100)

  init(_ disk: Disk, _ other: Disk, from start: DifferenceTally) {
    (self.disk, self.other, self.start) = (disk, other, start)
  }

  func run(_ cancellation: Cancellation, _ tell: (DifferenceTally) -> Void) {
    var tally = start
    tally.resume()
    let frame = tally.grid.frame
    let rest = tally.position..<max(tally.position, frame.end)
    let walk = DifferenceWalk(disk, other, in: rest, cancellation)
    var told = ContinuousClock.now
    walk.run { range, verdict in
      tally.add(range, verdict)
      if ContinuousClock.now - told >= Self.interval {
        tell(tally)
        told = .now
      }
      return true
    }
    tally.end(wasStopped: cancellation.isCancelled)
    tell(tally)
  }
}
