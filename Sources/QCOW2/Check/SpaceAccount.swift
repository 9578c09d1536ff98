/// What a row stands for.
public enum SpaceAccount: Hashable, Sendable {
  /// Guest data that the active disk needs; with snapshots or without.
  case guestData
  /// The same, compressed.
  case compressed
  /// Clusters kept for guest data that reads as zeros.
  case zeroKept
  /// What only one snapshot needs.
  case snapshot(Int)
  /// What several snapshots need and the active disk does not.
  case severalSnapshots
  /// How the image is built, by kind; without what only snapshots need.
  case metadata(ClusterClass)
  /// Clusters with two uses.
  case overlap
  /// Clusters that are counted and not used.
  case leaked
  /// Clusters that a writer would take next.
  case free
  /// What follows the last cluster in use.
  case tail
}

/// One owner of bytes.
public struct SpaceRow: Hashable, Sendable {
  /// Whose they are.
  public let account: SpaceAccount
  /// How many.
  public internal(set) var amount: SpaceTotals.Amount
  /// Of a snapshot's: the bytes of saved machine state.
  public internal(set) var vmStateBytes: UInt64 = 0
  /// Of a snapshot's: the bytes of tables.
  public internal(set) var tableBytes: UInt64 = 0
}

extension SpaceAccount {
  init(_ use: SpaceTotals.Use) {
    if use.isTail {
      self = .tail
    } else if use.class == .none {
      self = use.isLeaked ? .leaked : .free
    } else if let index = use.holders.snapshot {
      self = .snapshot(index)
    } else if use.holders == .severalSnapshots {
      self = .severalSnapshots
    } else {
      switch use.class {
      case .data, .vmState: self = .guestData
      case .compressed: self = .compressed
      case .zeroKept: self = .zeroKept
      case .overlap: self = .overlap
      default: self = .metadata(use.class)
      }
    }
  }

  /// The order of rows.
  var rank: Int {
    switch self {
    case .guestData: 0
    case .compressed: 1
    case .zeroKept: 2
    case .snapshot(let index): 1000 + index
    case .severalSnapshots: 100_000
    case .metadata(let kind): 100_100 + Int(kind.rawValue)
    case .overlap: 100_200
    case .leaked: 100_201
    case .free: 100_202
    case .tail: 100_203
    }
  }
}
