import QCOW2
import TestSupport
import Testing

@Suite("The map of the file")
struct HostMapTests {
  @Test func aCellOfOneClusterSaysWhatTheClusterIs() throws {
    let directory = try TemporaryDirectory()
    let twin = try TwinImage(in: directory, seed: 7)
    let walk = TwinWalk(twin.bytes)
    let check = try Check(openStorage(twin.path))
    let count = Int(check.fileClusters)
    let frame = HostMap.Frame(first: 0, cellBits: 0, cells: count)
    let map = try check.hostMap(frame)
    #expect(try check.run(mapping: frame).map == map)
    for cluster in 0..<count {
      let uses = HostMap.Use.allCases.filter { map.count($0, inCell: cluster) > 0 }
      #expect(uses == [Self.use(of: cluster, walk)], "cluster \(cluster)")
    }
  }

  @Test(arguments: [1, 3, 6, 20])
  func coarserCellsAreSums(_ cellBits: Int) throws {
    let directory = try TemporaryDirectory()
    let twin = try TwinImage(in: directory, seed: 8)
    let check = try Check(openStorage(twin.path))
    let count = Int(check.fileClusters)
    let fine = try check.hostMap(HostMap.Frame(first: 0, cellBits: 0, cells: count))
    for first in [0, 5, count - 1, count, count + 1, count + 2, count * 2] {
      let cells = (max(0, count - first) >> cellBits) + 1
      let frame = HostMap.Frame(first: UInt64(first), cellBits: cellBits, cells: cells)
      let coarse = try check.hostMap(frame)
      for cell in 0..<cells {
        let start = first + (cell << cellBits)
        let end = min(count, start + (1 << cellBits))
        for use in HostMap.Use.allCases {
          let sum = (start..<max(start, end)).reduce(0) { $0 + fine.count(use, inCell: $1) }
          #expect(coarse.count(use, inCell: cell) == sum)
        }
      }
    }
  }

  private static func use(of cluster: Int, _ walk: TwinWalk) -> HostMap.Use {
    let uses = walk.uses[cluster] ?? []
    func any(_ text: String) -> Bool { uses.contains { $0.contains(text) } }
    if uses.isEmpty { return walk.count(cluster) > 0 ? .leaked : .free }
    if any("header") { return .header }
    if any("L1") { return .l1Table }
    if any("L2") { return .l2Table }
    if any("refcount") { return .refcounts }
    if any("snapshot table") { return .snapshotTable }
    if any("bitmap") { return .bitmaps }
    if !any("active") { return .snapshotOnly }
    return any("compressed") ? .compressed : any("data") ? .data : .zeroKept
  }
}
