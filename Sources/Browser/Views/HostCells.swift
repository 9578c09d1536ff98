internal import QCOW2
internal import Surface

/// The cells of the file's map that are on the screen, with what is known of them.
struct HostCells {
  /// The binary logarithm of a cell's bytes.
  let bits: Int
  /// The clusters of each use on the screen.
  private(set) var total = [UInt64](repeating: 0, count: HostMap.Use.allCases.count)
  private let map: HostMap?
  private let clusterBits: Int
  private let clusters: UInt64

  init(_ model: Model, _ layout: MapLayout, _ bits: Int) {
    self.bits = bits
    clusterBits = layout.unitBits
    clusters = layout.size >> UInt64(layout.unitBits)
    map = model.hosts.map.flatMap { $0.frame.cellBits == bits - layout.unitBits ? $0 : nil }
  }

  /// Whether a cell is one cluster, which has a letter of its own.
  var areSingle: Bool { bits == clusterBits }
  /// Whether anything is known at this size of cells.
  var isKnown: Bool { map != nil }

  /// The clusters of a cell; fewer in the last one of the file.
  func capacity(at place: HostOffset) -> UInt64 {
    min(1 << UInt64(bits - clusterBits), clusters - place.rawValue >> UInt64(clusterBits))
  }

  /// What is known of the cell that begins at a place, which is added to the sums.
  mutating func cell(at place: HostOffset) -> HostCell? {
    guard let map, let index = map.cell(at: place, clusterBits) else { return nil }
    let cell = HostCell(map, index, capacity: capacity(at: place))
    for use in HostMap.Use.allCases { total[use.rawValue] += cell[use] }
    return cell
  }
}

/// One cell of the file's map.
struct HostCell {
  private let counts: [UInt64]
  private let capacity: UInt64

  init(_ map: HostMap, _ cell: Int, capacity: UInt64) {
    counts = HostMap.Use.allCases.map { map.count($0, inCell: cell) }
    self.capacity = capacity
  }

  subscript(_ use: HostMap.Use) -> UInt64 { counts[use.rawValue] }

  /// The clusters that are not free.
  var used: UInt64 { counts.reduce(0, +) - self[.free] }

  /// What most of its clusters are used for; what is wrong goes before everything.
  var dominating: HostMap.Use {
    if self[.overlap] > 0 { return .overlap }
    if self[.leaked] > 0 { return .leaked }
    let most = HostMap.Use.allCases.filter { $0 != .free }.max { self[$0] < self[$1] }
    return most.flatMap { self[$0] > 0 ? $0 : nil } ?? .free
  }

  func drawn(_ glyphs: Glyphs, isSingle: Bool, isCursor: Bool) -> Cell {
    let use = dominating
    if isCursor { return Cell(UseStyle.letter(use), Style(.cursor)) }
    let style = Style(UseStyle.role(use))
    if isSingle || use == .overlap || use == .leaked { return Cell(UseStyle.letter(use), style) }
    guard used > 0 else { return Cell(" ", style) }
    if used >= capacity { return Cell(glyphs.shades[4], style) }
    let share = Double(used) / Double(capacity)
    return Cell(glyphs.shades[share < 0.06 ? 0 : share < 0.31 ? 1 : share < 0.63 ? 2 : 3], style)
  }
}

extension HostMap {
  /// The cell that a place of the file is in, or nil where it is in none.
  func cell(at place: HostOffset, _ clusterBits: Int) -> Int? {
    let cluster = place.rawValue >> UInt64(clusterBits)
    guard frame.clusters.contains(cluster) else { return nil }
    return Int((cluster - frame.first) >> UInt64(frame.cellBits))
  }
}

/// A letter and a colour for what a cluster of the file is used for.
enum UseStyle {
  static func letter(_ use: HostMap.Use) -> Unicode.Scalar {
    switch use {
    case .free: "."
    case .leaked: "L"
    case .header: "H"
    case .l1Table: "1"
    case .l2Table: "2"
    case .refcounts: "R"
    case .snapshotTable: "T"
    case .bitmaps: "B"
    case .encryptionHeader: "K"
    case .data: "D"
    case .zeroKept: "Z"
    case .compressed: "C"
    case .snapshotOnly: "S"
    case .vmState: "V"
    case .overlap: "!"
    }
  }

  static func role(_ use: HostMap.Use) -> Role {
    switch use {
    case .free: .hole
    case .leaked, .overlap: .damaged
    case .header, .l1Table, .l2Table, .refcounts, .snapshotTable, .bitmaps, .encryptionHeader:
      .metadata
    case .data: .data
    case .zeroKept: .zero
    case .compressed: .compressed
    case .snapshotOnly, .vmState: .shared
    }
  }
}
