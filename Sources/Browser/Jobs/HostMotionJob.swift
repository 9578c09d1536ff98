internal import QCOW2

/// Finds the next or previous stretch of the file whose clusters have a use: what is free or leaked is
/// a place to go to as well.
///
/// Counts the uses of all clusters in coarse cells first, and then one cluster a cell where they are.
struct HostMotionJob: Sendable {
  private let storage: any Storage
  private let motion: Motion
  private let cursor: HostOffset
  /// The clusters that are looked at one by one at a time.
  private static let fine = 32_768

  init(_ storage: any Storage, _ motion: Motion, from cursor: HostOffset) {
    (self.storage, self.motion, self.cursor) = (storage, motion, cursor)
  }

  func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    do throws(ImageError) {
      post(.found(try result(cancellation)))
    } catch .cancelled {
      post(.found(.stopped))
    } catch {
      post(.found(SearchResult(message: "\(error)")))
    }
  }

  private func result(_ cancellation: Cancellation) throws(ImageError) -> SearchResult {
    guard let uses = motion.target.uses else {
      return SearchResult(message: "in the file there is no such thing as a \(motion.target.name)")
    }
    let check = try Check(besideScreen: storage, memory: 16 << 20, cancellation)
    let bits = UInt64(check.geometry.clusterBits)
    guard let found = try find(uses, check, cancellation) else {
      let words = motion.isForward ? "no more" : "no earlier"
      let side = motion.isForward ? "after" : "before"
      let names = uses.map(\.name).joined(separator: " or ")
      return SearchResult(message: "\(words) \(names) \(side) host \(cursor)")
    }
    let host = HostOffset(found.first << bits)
    return SearchResult(host: host, message: "\(found.use.name) at host \(host)")
  }

  /// The first cluster of the stretch in the direction.
  private func find(
    _ uses: [HostMap.Use], _ check: Check, _ cancellation: Cancellation
  ) throws(ImageError) -> (first: UInt64, use: HostMap.Use)? {
    let clusters = check.fileClusters
    var cellBits = 0
    while clusters >> UInt64(cellBits) >= 32_768 { cellBits += 1 }
    let size: UInt64 = 1 << UInt64(cellBits)
    let coarse = try check.hostMap(
      HostMap.Frame(
        first: 0, cellBits: cellBits, cells: Int(clusters >> UInt64(cellBits)) + 1),
      cancellation: cancellation)
    let at = cursor.rawValue >> UInt64(check.geometry.clusterBits)
    var cells = (0..<coarse.frame.cells).filter { cell in
      let isThere = motion.isForward ? UInt64(cell) >= at / size : UInt64(cell) <= at / size
      return isThere && uses.contains { coarse.count($0, inCell: cell) > 0 }
    }
    if !motion.isForward { cells.reverse() }
    for cell in cells {
      let range = UInt64(cell) * size..<min(clusters, UInt64(cell + 1) * size)
      var parts = Array(stride(from: range.lowerBound, to: range.upperBound, by: Self.fine))
      if !motion.isForward { parts.reverse() }
      for first in parts {
        // The cluster before tells whether a stretch begins here.
        let start = first - min(1, first)
        let count = min(UInt64(Self.fine), range.upperBound - first) + first - start
        let map = try check.hostMap(
          HostMap.Frame(first: start, cellBits: 0, cells: Int(count)), cancellation: cancellation)
        if let found = begin(uses, map, at, clusters) { return found }
      }
    }
    return nil
  }

  /// The first cluster of a stretch that a map shows the beginning of.
  private func begin(
    _ uses: [HostMap.Use], _ map: HostMap, _ at: UInt64, _ end: UInt64
  ) -> (first: UInt64, use: HostMap.Use)? {
    func use(_ cell: Int) -> HostMap.Use? { uses.first { map.count($0, inCell: cell) > 0 } }
    let all = (0..<map.frame.cells).compactMap { cell -> (first: UInt64, use: HostMap.Use)? in
      let cluster = map.frame.first + UInt64(cell)
      guard cluster < end, let known = use(cell), cell == 0 ? cluster == 0 : use(cell - 1) == nil
      else { return nil }
      return (cluster, known)
    }
    return motion.isForward ? all.first { $0.first > at } : all.last { $0.first < at }
  }
}

extension Motion.Target {
  /// The uses of clusters of the file that the motion looks for there; nil where it makes no sense.
  var uses: [HostMap.Use]? {
    switch self {
    case .data: [.data]
    case .hole: [.free]
    case .zero: [.zeroKept]
    case .compressed: [.compressed]
    case .shared: [.snapshotOnly, .vmState]
    case .damage: [.leaked, .overlap]
    case .backing, .jump, .partition, .mark, .difference, .change: nil
    }
  }
}
