internal import QCOW2

/// Finds the whole run around a place, in both directions.
struct RunJob: Sendable {
  private let disk: Disk
  private let place: GuestOffset

  init(_ disk: Disk, _ place: GuestOffset) {
    self.disk = disk
    self.place = place
  }

  /// The run, or nil where the job was stopped.
  func run(_ cancellation: Cancellation) -> Extent? {
    var down = disk.reversedExtents(
      in: .zero..<GuestOffset(place.rawValue + 1), cancellation: cancellation)
    guard let lower = down.next() else { return nil }
    var up = disk.extents(in: lower.start..<disk.geometry.end, cancellation: cancellation)
    let run = up.next()
    return cancellation.isCancelled ? nil : run
  }
}

/// Finds the first byte of a range that is not a hole.
struct AllocatedJob: Sendable {
  private let disk: Disk
  private let range: Range<GuestOffset>

  init(_ disk: Disk, _ range: Range<GuestOffset>) {
    self.disk = disk
    self.range = range
  }

  func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    for segment in DiskWalk(disk, range) {
      guard !cancellation.isCancelled else {
        return post(.found(.stopped))
      }
      guard segment.kind == .unallocated else {
        let message = "first allocated byte of the cell: \(segment.start)"
        return post(.found(SearchResult(target: segment.start, message: message)))
      }
    }
    post(
      .found(SearchResult(target: range.lowerBound, message: "the whole cell is a hole")))
  }
}
