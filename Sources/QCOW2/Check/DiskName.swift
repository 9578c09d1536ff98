/// One of the disks whose tables an image holds.
public enum DiskName: Hashable, Sendable {
  /// The disk as it is now.
  case active
  /// The disk as it was, by the snapshot's place in the snapshot table.
  case snapshot(Int)

  var holders: Holders {
    switch self {
    case .active: .active
    case .snapshot(let index): .snapshot(index)
    }
  }
}

/// An L1 table and the disks that have it.
struct L1Table {
  let offset: HostOffset
  let entries: Int
  /// Usually one.
  var disks: [DiskName]
  /// The first entry that maps saved machine state instead of the disk, for the first of the disks.
  let firstVMStateEntry: UInt64

  var length: UInt64 { UInt64(entries) * 8 }
  var holders: Holders { disks.reduce(.none) { $0.joined(with: $1.holders) } }
  /// How often the active disk has it: once or not at all.
  var activeReferences: UInt64 { disks.contains(.active) ? 1 : 0 }
}
