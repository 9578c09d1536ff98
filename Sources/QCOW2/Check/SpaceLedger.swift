/// Why a file is as large as it is: its bytes by owner, and what each remedy would give back.
public struct SpaceLedger: Sendable {
  /// What a row stands for.
  public enum Account: Hashable, Sendable {
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
  public struct Row: Hashable, Sendable {
    /// Whose they are.
    public let account: Account
    /// How many.
    public internal(set) var amount: SpaceTotals.Amount
    /// Of a snapshot's: the bytes of saved machine state.
    public internal(set) var vmStateBytes: UInt64 = 0
    /// Of a snapshot's: the bytes of tables.
    public internal(set) var tableBytes: UInt64 = 0
  }

  /// The rows that are not empty, in the order of `Account`. Their bytes add up to the file's length.
  public let rows: [Row]
  /// The length of the file.
  public let fileLength: UInt64
  /// The bytes that the file system says the file takes; nil where it cannot tell.
  public let allocatedBytes: UInt64?
  /// What can be done, the most useful first.
  public let remedies: [Remedy]

  init(_ totals: SpaceTotals, _ image: CheckedImage, bitmapBytes: [UInt64]) {
    var rows: [Account: Row] = [:]
    for (use, amount) in totals.uses {
      let account = Account(use)
      var row = rows[account] ?? Row(account: account, amount: SpaceTotals.Amount())
      row.amount += amount
      if use.class == .vmState { row.vmStateBytes += amount.bytes }
      if use.class == .l1Table || use.class == .l2Table { row.tableBytes += amount.bytes }
      rows[account] = row
    }
    self.rows = rows.values.sorted { $0.account.rank < $1.account.rank }
    fileLength = totals.fileLength
    allocatedBytes = image.storage.allocatedByteCount()
    remedies = Remedy.all(self.rows, image, bitmapBytes: bitmapBytes)
  }

  /// The bytes of an account.
  public func bytes(of account: Account) -> UInt64 {
    rows.first { $0.account == account }?.amount.bytes ?? 0
  }
}

extension SpaceLedger.Account {
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
