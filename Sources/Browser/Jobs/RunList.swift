package import QCOW2

/// The runs of the disk around a place, as a list.
package struct RunList: Sendable {
  /// What is asked for.
  package struct Request: Equatable, Sendable {
    /// The place around which runs are read.
    package var place: GuestOffset
    /// How many are read on each side of it.
    package var reach = RunList.near
    /// The states that the map is restricted to; empty for all.
    package var states: Set<ShownState> = []
  }

  /// What was asked for.
  package let request: Request
  /// The runs, rising; without gaps where all states are asked for.
  package let rows: [Extent]
  /// The least and the greatest reference count of the clusters of each row, where the file has any;
  /// empty as long as they are not read.
  package private(set) var counts: [ClosedRange<UInt64>?] = []
  /// Whether the list goes on to the start and to the end of the disk.
  let reachesStart: Bool
  let reachesEnd: Bool

  /// How many runs are read on each side of a place, to scroll through.
  package static let near = 300
  /// How many where the list is sorted or filtered, for which neighbours are not enough.
  package static let far = 5000
  /// How near the end of the list the chosen row comes before more are read.
  private static let margin = 40

  /// Reads the runs that were asked for, or nothing where the job is stopped.
  init?(_ disk: Disk, _ request: Request, _ cancellation: Cancellation) {
    self.request = request
    let wanted = { (run: Extent) in
      request.states.isEmpty || request.states.contains { $0.has(run) }
    }
    let below = disk.reversedExtents(
      in: .zero..<request.place, cancellation: cancellation
    ).lazy.filter(wanted).prefix(request.reach)
    let before = Array(below)
    // The run of the place itself begins before it.
    let start = before.last?.start ?? (request.states.isEmpty ? request.place : .zero)
    let above = disk.extents(in: start..<disk.geometry.end, cancellation: cancellation)
    rows = Array(above.lazy.filter(wanted).prefix(before.count + request.reach))
    reachesStart = before.count < request.reach
    reachesEnd = rows.count < before.count + request.reach
    guard !cancellation.isCancelled else { return nil }
  }

  /// The same with the reference counts of the rows; nil where the job is stopped.
  func counted(of image: Image, _ cancellation: Cancellation) -> RunList? {
    var counter = RunCounter(image)
    var list = self
    for row in rows {
      list.counts.append(counter?.counts(of: row, cancellation))
      guard !cancellation.isCancelled else { return nil }
    }
    return list
  }

  /// The row that has a place, or the next after it; nil where there is none.
  func index(of place: GuestOffset) -> Int? {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      (low, high) = rows[middle].end <= place ? (middle + 1, high) : (low, middle)
    }
    return low < rows.count ? low : nil
  }

  /// Whether a row is so near an end of the list, where the disk goes on, that more is to be read.
  func isShort(at row: Int) -> Bool {
    row < Self.margin && !reachesStart || row >= rows.count - Self.margin && !reachesEnd
  }
}
