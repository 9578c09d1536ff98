import QCOW2
import TestSupport
import Testing

@Suite("How scattered a disk is")
struct FragmentationTests {
  @Test(arguments: 20...24 as ClosedRange<UInt64>)
  func isAsQEMUMapsIt(_ seed: UInt64) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    try QEMU.create(path, size: "8M", options: ["cluster_size=4k"])
    var generator = SplitMix64(seed: seed)
    try QEMU.io(
      path,
      (0..<60).map { _ in
        let start = Int.random(in: 0..<1900, using: &generator) * 4096
        let length = Int.random(in: 1...24, using: &generator) * 4096
        let kind = Int.random(in: 0..<8, using: &generator)
        return kind == 0
          ? "write -z \(start) \(length)"
          : kind == 1 ? "discard \(start) \(length)" : "write -P 7 \(start) \(length)"
      })
    let found = try Fragmentation(Check(openStorage(path)))
    let pieces = try Self.pieces(path)
    #expect(found.pieces == UInt64(pieces.count))
    #expect(found.bytes == pieces.reduce(0) { $0 + $1.length })
    #expect(found.longest?.length == pieces.map(\.length).max())
    let breaks = zip(pieces, pieces.dropFirst()).map { before, after in
      Int(after.host) - Int(before.host + before.length)
    }
    #expect(found.forward == UInt64(breaks.filter { $0 > 0 }.count))
    #expect(found.backward == UInt64(breaks.filter { $0 < 0 }.count))
    #expect(found.seeks == UInt64(pieces.count))
    for bucket in 0..<64 {
      let sizes = pieces.map(\.length).filter { $0 >> UInt64(bucket) == 1 }
      #expect(found.sizes[bucket].count == UInt64(sizes.count))
      #expect(found.sizes[bucket].bytes == sizes.reduce(0, +))
      let distances = breaks.map(\.magnitude).filter { $0 >> UInt(bucket) == 1 }
      #expect(found.distances[bucket].count == UInt64(distances.count))
    }
  }

  private typealias Piece = (host: UInt64, length: UInt64)

  /// What lies in one stretch of the file, in guest order.
  private static func pieces(_ path: String) throws -> [Piece] {
    try QEMU.map(path).reduce(into: []) { pieces, run in
      guard let host = run.host, !run.isZero else { return }
      if let last = pieces.last, last.host + last.length == host {
        pieces[pieces.count - 1].length += run.length
      } else {
        pieces.append((host, run.length))
      }
    }
  }
}
