/// What the clusters of a stretch of the file are used for, counted in cells of equal size.
public struct HostMap: Hashable, Sendable {
  /// What a map shows.
  public struct Frame: Hashable, Sendable {
    /// The first cluster.
    public let first: UInt64
    /// The binary logarithm of the clusters in a cell.
    public let cellBits: Int
    /// The number of cells.
    public let cells: Int

    /// - Parameters:
    ///   - first: The first cluster.
    ///   - cellBits: The binary logarithm of the clusters in a cell, 0 to 48.
    ///   - cells: The number of cells, at most 65,536.
    public init(first: UInt64, cellBits: Int, cells: Int) {
      self.first = first
      self.cellBits = min(max(0, cellBits), 48)
      self.cells = min(max(1, cells), 65_536)
    }

    /// The clusters that the cells stand for.
    public var clusters: Range<UInt64> {
      first..<first.addedClamped(to: UInt64(cells).multipliedClamped(by: 1 << UInt64(cellBits)))
    }
  }

  /// What a cluster is used for, as a map tells it apart.
  public enum Use: Int, CaseIterable, Sendable {
    /// A writer may take it.
    case free
    /// It is counted, but nothing refers to it.
    case leaked
    /// The header cluster.
    case header
    /// An L1 table.
    case l1Table
    /// An L2 table.
    case l2Table
    /// The refcount table or one of its blocks.
    case refcounts
    /// The snapshot table.
    case snapshotTable
    /// The bitmap directory, a bitmap's table or its bits.
    case bitmaps
    /// The LUKS header.
    case encryptionHeader
    /// Guest data.
    case data
    /// Kept for guest data that reads as zeros.
    case zeroKept
    /// Compressed guest data.
    case compressed
    /// Guest data of any kind that only snapshots need.
    case snapshotOnly
    /// Saved machine state.
    case vmState
    /// Claimed for two uses.
    case overlap

    init(_ word: ClusterWord, stored: UInt64) {
      guard word.references > 0 else {
        self = stored > 0 ? .leaked : .free
        return
      }
      let isOld = word.holders.includeSnapshots && !word.holders.includeActive
      switch word.class {
      case .none: self = .free
      case .header: self = .header
      case .l1Table: self = .l1Table
      case .l2Table: self = .l2Table
      case .refcountTable, .refcountBlock: self = .refcounts
      case .snapshotTable: self = .snapshotTable
      case .bitmapDirectory, .bitmapTable, .bitmapData: self = .bitmaps
      case .encryptionHeader: self = .encryptionHeader
      case .data: self = isOld ? .snapshotOnly : .data
      case .zeroKept: self = isOld ? .snapshotOnly : .zeroKept
      case .compressed: self = isOld ? .snapshotOnly : .compressed
      case .vmState: self = .vmState
      case .overlap: self = .overlap
      }
    }

    /// A name for people.
    public var name: String {
      switch self {
      case .free: "free"
      case .leaked: "leaked"
      case .header: "header"
      case .l1Table: "L1 table"
      case .l2Table: "L2 table"
      case .refcounts: "refcounts"
      case .snapshotTable: "snapshot table"
      case .bitmaps: "bitmaps"
      case .encryptionHeader: "LUKS header"
      case .data: "data"
      case .zeroKept: "zero kept"
      case .compressed: "compressed"
      case .snapshotOnly: "snapshots only"
      case .vmState: "VM state"
      case .overlap: "overlap"
      }
    }
  }

  /// What the map shows.
  public let frame: Frame
  private var counts: [UInt64]

  init(_ frame: Frame) {
    self.frame = frame
    counts = Array(repeating: 0, count: frame.cells * Use.allCases.count)
  }

  /// The clusters of a cell that have a use.
  public func count(_ use: Use, inCell cell: Int) -> UInt64 {
    counts[cell * Use.allCases.count + use.rawValue]
  }

  mutating func add(_ clusters: Range<UInt64>, _ use: Use) {
    var position = max(clusters.lowerBound, frame.first)
    let end = min(clusters.upperBound, frame.clusters.upperBound)
    while position < end {
      let cell = (position - frame.first) >> UInt64(frame.cellBits)
      let next = min(end, frame.first + ((cell + 1) << UInt64(frame.cellBits)))
      counts[Int(cell) * Use.allCases.count + use.rawValue] += next - position
      position = next
    }
  }
}
