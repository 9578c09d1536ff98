/// L2 tables that a thread takes at a time: those that lie one after the other are read at once.
struct L2Batches: Sendable {
  private let all: [L2TableIndex.Table]
  private let size: Int

  /// - Parameters:
  ///   - tables: The tables in the order of the file.
  ///   - geometry: The image's arithmetic, which says how long a table is.
  init(_ tables: [L2TableIndex.Table], _ geometry: Geometry) {
    all = tables
    // A megabyte at a time, so that threads neither wait for each other nor run out of work.
    size = max(1, (1 << 20) >> geometry.clusterBits)
  }

  var count: Int { (all.count + size - 1) / size }

  func tables(_ number: Int) -> ArraySlice<L2TableIndex.Table> {
    all[number * size..<min(all.count, (number + 1) * size)]
  }
}

/// Reads tables and has them judged.
struct L2Worker {
  private var judge: L2Judge
  private let isFirstPass: Bool

  init(_ claimer: Claimer, isFirstPass: Bool) {
    self.isFirstPass = isFirstPass
    judge = L2Judge(claimer, isFirstPass: isFirstPass)
  }

  var statistics: ClusterStatistics { judge.statistics }

  /// Reads and judges the tables of a batch.
  mutating func judge(_ tables: ArraySlice<L2TableIndex.Table>) {
    let clusterSize = judge.claimer.image.geometry.clusterSize
    var first = tables.startIndex
    while first < tables.endIndex {
      var end = first + 1
      while end < tables.endIndex,
        tables[end].offset - tables[first].offset
          == UInt64(end - first) * clusterSize
      {
        end += 1
      }
      judgeNeighbours(tables[first..<end], Int(clusterSize))
      first = end
    }
  }

  private mutating func judgeNeighbours(
    _ tables: ArraySlice<L2TableIndex.Table>, _ clusterSize: Int
  ) {
    guard let start = tables.first?.offset else { return }
    do throws(ImageError) {
      let storage = judge.claimer.image.storage
      let bytes = try storage.entries(at: start, count: tables.count * clusterSize)
      guard tables.count > 1 else { return judge.judge(tables[tables.startIndex], bytes, in: nil) }
      for (index, table) in tables.enumerated() {
        judge.judge(table, bytes, in: index * clusterSize..<(index + 1) * clusterSize)
      }
    } catch {
      guard tables.count == 1 else {
        // A bad sector loses its own table, not its neighbours.
        for index in tables.indices { judgeNeighbours(tables[index...index], clusterSize) }
        return
      }
      judge.reportUnreadable(tables[tables.startIndex], error)
    }
  }
}
