import QCOW2
import TestSupport
import Testing

@Suite("Runs end where the kind changes")
struct NeighbourTests {
  /// Entries of one L2 table whose offsets go on where the flags, or the lack of an offset, do not.
  private static let rows: [[UInt64]] = [
    // Data in the second cluster of the file, with a hole before it: offset 0 is no cluster.
    [0, 0x1000], [0, 0x1000, 0x2000], [0x1000, 0], [1, 0x1001], [0, 0x1001], [1, 0x1000],
    [0x1000, 0x2001], [0x2001, 0x3000], [0x2000, 0x1000], [0x3001, 0x2001, 0x1001],
    [0x1000, 0x1000], [0x1001, 0x1001], [0, 1, 0, 1], [1 << 62 | 0x1000, 0x1000, 0, 1],
    [0x1000 | 1 << 63, 0x2000, 0x3000 | 1 << 63], [0x00ff_ffff_ffff_f000, 0],
    [0x00ff_ffff_ffff_f001, 1], [0x00ff_ffff_ffff_f001, 0x0100_0000_0000_0001],
  ]

  @Test(arguments: rows) func bothWays(_ entries: [UInt64]) throws {
    var image = try MixedImage(in: TemporaryDirectory()).image
    for (index, entry) in entries.enumerated() {
      image.store(entry, at: image.l2Entry(0, 100 + index), width: 8)
    }
    try expectSpecified(image)
    let opened = try Image(MemoryStorage(image.bytes, name: "image"))
    var generator = SplitMix64(seed: 5)
    expectClippedWalks(opened, &generator)
    let all = Array(opened.extents(in: opened.guestRange))
    #expect(all == opened.reversedExtents(in: opened.guestRange).reversed())
  }
}
