internal import QCOW2
internal import SystemPackage

/// Writes the runs of a disk as JSON to a new file, as `qcow2 extents` prints them; what exists is never
/// written over, and what is not whole does not stay.
struct SaveJob: Sendable {
  private let disk: Disk
  private let path: FilePath
  private static let interval = Duration.milliseconds(100)

  init(_ disk: Disk, _ path: FilePath) { (self.disk, self.path) = (disk, path) }

  func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    var count: UInt64 = 0
    let problem = NewFile.write(path) { output in
      count = write(to: output, cancellation, post)
      return !cancellation.isCancelled
    }
    guard let problem else {
      let runs = counted(count, "run is", "runs are")
      return post(.told(.save, .done, "\(runs) in \(path.displayed)"))
    }
    post(.told(.save, cancellation.isCancelled ? .stopped : .failed, problem))
  }

  private func write(
    to output: Output, _ cancellation: Cancellation, _ post: Jobs.Post
  ) -> UInt64 {
    let report = Report<ExtentRow>.extents
    var json = JSONWriter(output, .line)
    var (count, told): (UInt64, ContinuousClock.Instant) = (0, .now)
    output.write("[")
    for row in ExtentRow.rows(of: disk.extents(in: disk.guestRange, cancellation: cancellation)) {
      if cancellation.isCancelled || output.failure != nil { return count }
      output.write(count == 0 ? "" : ",\n")
      json.row(row, report.columns)
      count += 1
      guard ContinuousClock.now - told >= Self.interval else { continue }
      let done = UInt128(row.extent.end.rawValue) * 100
      let share = "\(done / UInt128(max(1, disk.geometry.virtualSize)))%"
      post(.progress(.save, "saving runs: \(share), \(grouped(count)) so far, ^C stops"))
      told = .now
    }
    output.write("]\n")
    return count
  }
}
