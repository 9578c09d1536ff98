internal import QCOW2

extension Model {
  /// The snapshots of the whole disk from the oldest on.
  private var timeline: [SnapshotRecord] {
    let rows = (snapshots?.rows ?? []).enumerated()
    return rows.sorted { $0.element.moment($0.offset) < $1.element.moment($1.offset) }.map(
      \.element)
  }

  /// Shows the disk as it was one snapshot earlier or later, at the same place.
  mutating func step(older: Bool) -> [Effect] {
    guard firstLayer == 0 else {
      tell("a layer has no snapshots to step through, S goes back to the whole disk")
      return []
    }
    let all = timeline
    guard !all.isEmpty else {
      tell(snapshots == nil ? "the list of snapshots is still being read" : "no internal snapshots")
      return []
    }
    let index = snapshot.flatMap { all.firstIndex(of: $0) } ?? all.count
    let target = older ? index - 1 : index + 1
    guard (0...all.count).contains(target) else {
      tell(older ? "this is the oldest snapshot" : "this is the disk as it is now")
      return []
    }
    return [.step(target == all.count ? nil : all[target])]
  }

  /// Where a snapshot is among the others, for people.
  func place(of snapshot: SnapshotRecord?) -> String {
    let all = timeline
    guard let snapshot, let index = all.firstIndex(of: snapshot) else { return "" }
    return " (\(index + 1) of \(all.count))"
  }
}

extension SnapshotRecord {
  /// When it was taken, and after which others of that time.
  fileprivate func moment(_ index: Int) -> (UInt64, UInt64, Int) {
    (self[.snapshotDate] ?? 0, self[.snapshotDateNanoseconds] ?? 0, index)
  }
}
