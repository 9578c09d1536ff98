extension Holders {
  /// Who they are, for people; nil for nobody.
  package func text(_ snapshots: [SnapshotRecord]) -> String? {
    if let index = snapshot { return DiskName.snapshot(index).text(snapshots) }
    switch self {
    case .active: return DiskName.active.text(snapshots)
    case .activeAndSnapshots: return "the active disk and snapshots"
    case .severalSnapshots: return "several snapshots"
    default: return nil
    }
  }
}

extension DiskName {
  /// The disk, for people. Names are escaped.
  package func text(_ snapshots: [SnapshotRecord]) -> String {
    switch self {
    case .active: return "the active disk"
    case .snapshot(let index):
      guard snapshots.indices.contains(index) else { return "snapshot \(index)" }
      let record = snapshots[index]
      return "snapshot \(shortened(escaped(record.id.array))) \(quoted(record.name.array))"
    }
  }
}
