package import QCOW2

/// What an image that another program writes to is now.
package struct FollowReport: Sendable {
  /// What was read, or why that made no sense at this moment.
  package let result: Result<Reading, ImageError>
  /// Whether the file changed meanwhile, so that old and new may be mixed.
  package let isTorn: Bool
  /// The state that it was read in.
  let mark: FollowMark

  /// The disk with all that the screen needs of it.
  package struct Reading: Sendable {
    let disk: Disk
    let survey: Survey
    let detail: CellGrid?
    let snapshots: Listing<SnapshotRecord>
    let bitmaps: Listing<BitmapRecord>
  }
}

/// Reads the tables of an image again.
struct FollowJob: Sendable {
  let disk: Disk
  let mark: FollowMark
  /// The cells on the screen, where they are finer than those of the whole.
  let detail: CellFrame?

  /// Nil where it is stopped.
  func run(_ cancellation: Cancellation) -> FollowReport? {
    let result = Result { () throws(ImageError) in try read(cancellation) }
    guard !cancellation.isCancelled else { return nil }
    let isTorn =
      if case .mark(let now) = FollowMark.look(at: disk, after: nil) { now != mark } else { true }
    return FollowReport(result: result, isTorn: isTorn, mark: mark)
  }

  private func read(_ cancellation: Cancellation) throws(ImageError) -> FollowReport.Reading {
    let now = try disk.reloaded()
    let survey = Survey(now.geometry)
    if now.geometry.virtualSize > 0 {
      ScanJob(now, survey, inView: .zero..<(.zero)).run(cancellation) { _ in }
    } else {
      survey.report { $0.isFinished = true }
    }
    return FollowReport.Reading(
      disk: now, survey: survey, detail: detail.flatMap { read($0, now, cancellation) },
      snapshots: Listing(snapshotsOf: now.image), bitmaps: Listing(bitmapsOf: now.image))
  }

  private func read(
    _ frame: CellFrame, _ disk: Disk, _ cancellation: Cancellation
  ) -> CellGrid? {
    guard frame.virtualSize == disk.geometry.virtualSize else { return nil }
    return CellGrid(frame, of: disk, cancellation)
  }
}
