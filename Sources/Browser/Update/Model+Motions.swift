internal import QCOW2

extension Model {
  /// Whether motions go through the file: its map is shown and in focus.
  var isMovingInFile: Bool { hosts.isShown && focus == .map }

  /// Looks for what a motion leads to; partitions and marks are known already.
  mutating func look(for motion: Motion) -> [Effect] {
    guard isMovingInFile || image.geometry.virtualSize > 0 else { return [] }
    if !isMovingInFile, motion.target == .partition || motion.target == .mark {
      goToPoint(motion)
      return []
    }
    if motion.target == .difference, !isMovingInFile, comparison == nil {
      tell("nothing to compare with yet: d names a snapshot, a layer or a file")
      return []
    }
    isSearching = true
    return [.search(motion)]
  }

  /// The places that partitions begin at or marks are set at, rising, with what is there.
  private func points(_ target: Motion.Target) -> [(place: GuestOffset, text: String)] {
    let found: [(GuestOffset, String)] =
      if target == .partition {
        (partitions?.usable ?? []).map { partition in
          let start = partition.range.lowerBound
          let length = binarySize(partition.range.upperBound - start)
          return (start, "partition \(partition.number) at \(start), \(length) long")
        }
      } else {
        marks.map { ($0.value, "mark '\($0.key) at \($0.value)") }
          + notes.filter { $0.space == .guest }.map {
            (GuestOffset($0.range.lowerBound), "\(hex($0.range.lowerBound)): \(escaped($0.line))")
          }
      }
    return found.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { ($0.0, $0.1) }
  }

  private mutating func goToPoint(_ motion: Motion) {
    let points = points(motion.target)
    let next =
      motion.isForward ? points.first { $0.place > cursor } : points.last { $0.place < cursor }
    guard let next else {
      let words = motion.isForward ? "no more" : "no earlier"
      let side = motion.isForward ? "after" : "before"
      message = Message(.warning, "\(words) \(motion.target.names) \(side) \(cursor)")
      return
    }
    jump(to: next.place)
    message = Message(.info, next.text)
  }
}
