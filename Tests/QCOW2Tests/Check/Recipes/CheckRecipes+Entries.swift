import QCOW2
import TestSupport

/// The guest range of an entry of the L2 table for 4 MiB.
private func cluster(_ index: UInt64, _ count: UInt64 = 1) -> [Range<UInt64>] {
  let start: UInt64 = 0x40_0000 + index << 12
  return [start..<start + count << 12]
}

extension CheckRecipe {
  static let all = counts + l2Entries + l1Entries + pastEnd + subclusters + refcounts + directories

  private static let copied: UInt64 = 1 << 63

  private static let counts: [CheckRecipe] = [
    CheckRecipe("counted, not referred to", .leak, of: .none) {
      $0.setCount(of: $0.host(at: $0.entry(0)), to: 1)
      $0.store(0, at: $0.entry(0), width: 8)
    },
    CheckRecipe("counted twice, referred to once", .leak, of: .none) {
      $0.setCount(of: $0.host(at: $0.entry(0)), to: 2)
      $0.change(at: $0.entry(0)) { $0 & ~copied }
    },
    CheckRecipe(
      "two guest clusters, counted once", .refcountTooLow,
      guest: [0x40_0000..<0x40_2000]
    ) { $0.store($0.number(at: $0.entry(0), width: 8), at: $0.entry(1), width: 8) },
    CheckRecipe("in use, counted as free", .refcountZero, guest: cluster(0)) {
      $0.setCount(of: $0.host(at: $0.entry(0)), to: 0)
    },
    CheckRecipe("COPIED on what is shared", .l2Copied, guest: [0x2000..<0x3000], of: .both) {
      $0.change(at: $0.l2Entry(0, 2)) { $0 | copied }
    },
    CheckRecipe("COPIED lacks", .l2Copied, guest: cluster(0)) {
      $0.change(at: $0.entry(0)) { $0 & ~copied }
    },
    CheckRecipe("COPIED lacks in the L1 table", .l1Copied, guest: [0x40_0000..<0x60_0000]) {
      $0.change(at: $0.l1Entry(2)) { $0 & ~copied }
    },
  ]

  private static let l2Entries: [CheckRecipe] = [
    CheckRecipe("reserved bits", .l2ReservedBits, guest: cluster(0)) {
      $0.change(at: $0.entry(0)) { $0 | 1 << 58 | 4 }
    },
    CheckRecipe("data between clusters", .clusterUnaligned, guest: cluster(1)) {
      $0.change(at: $0.entry(1)) { $0 | 512 }
    },
    CheckRecipe("kept zeros between clusters", .zeroClusterUnaligned, guest: cluster(33)) {
      $0.change(at: $0.entry(33)) { $0 | 512 }
    },
    CheckRecipe("COPIED on a compressed cluster", .compressedCopied, guest: cluster(64)) {
      $0.change(at: $0.entry(64)) { $0 | copied }
    },
  ]

  private static let l1Entries: [CheckRecipe] = [
    CheckRecipe("reserved bits in L1", .l1ReservedBits, guest: [0x40_0000..<0x60_0000]) {
      $0.change(at: $0.l1Entry(2)) { $0 | 1 << 60 | 1 }
    },
    CheckRecipe("L2 table between clusters", .l1Unaligned, guest: [0x40_0000..<0x60_0000]) {
      $0.change(at: $0.l1Entry(2)) { $0 | 512 }
    },
    CheckRecipe("L2 table past the end", .l2TablePastEnd, guest: [0x60_0000..<0x80_0000]) {
      $0.store(copied | $0.firstClusterPastEnd + 0x10_0000, at: $0.l1Entry(3), width: 8)
    },
    CheckRecipe(
      "a snapshot's L2 table past the end", .l2TablePastEnd, guest: [0x60_0000..<0x80_0000],
      of: .snapshot
    ) {
      let l1 = Int($0.number(at: $0.snapshotTable, width: 8))
      $0.store($0.firstClusterPastEnd + 0x10_0000, at: l1 + 24, width: 8)
    },
  ]

  private static let pastEnd: [CheckRecipe] = [
    CheckRecipe("data far past the end", .clusterPastEnd, guest: cluster(100)) {
      $0.store(copied | $0.firstClusterPastEnd + 0x10_0000, at: $0.entry(100), width: 8)
    },
    CheckRecipe("data at the highest offset", .clusterPastEnd, guest: cluster(100)) {
      $0.store(copied | 0x007f_ffff_ffff_f000, at: $0.entry(100), width: 8)
    },
    CheckRecipe("compressed data past the end", .compressedPastEnd, guest: cluster(100)) {
      $0.store(1 << 62 | $0.firstClusterPastEnd + 0x10_0000, at: $0.entry(100), width: 8)
    },
    CheckRecipe(
      "the file is cut short", .clusterPastEnd, in: .version2, places: 3, guest: cluster(5, 3)
    ) {
      let last = $0.host(at: $0.entry(5))
      $0.bytes.removeLast($0.bytes.count - Int(last))
    },
  ]

  private static let subclusters: [CheckRecipe] = [
    CheckRecipe("allocated and zero", .subclusterConflict, in: .extended, guest: [0..<16384]) {
      $0.store(1 << 32 | 0xffff_ffff, at: $0.l2Entry(0, 0, size: 16) + 8, width: 8)
    },
    CheckRecipe(
      "allocated without a cluster", .subclustersWithoutCluster, in: .extended,
      guest: [16384 * 10..<16384 * 11]
    ) { $0.store(1, at: $0.l2Entry(0, 10, size: 16) + 8, width: 8) },
    CheckRecipe(
      "compressed with subclusters", .compressedWithSubclusters, in: .extended,
      guest: [0x10_0000..<0x10_4000]
    ) { $0.store(1, at: $0.l2Entry(0, 64, size: 16) + 8, width: 8) },
    CheckRecipe(
      "compressed with a data file", .compressedWithDataFile, in: .dataFile, guest: [0..<4096]
    ) { $0.store(1 << 62 | 0x5000, at: $0.l2Entry(0, 0), width: 8) },
    CheckRecipe(
      "data between clusters of a data file", .clusterUnaligned, in: .dataFile, guest: [0..<4096]
    ) { $0.change(at: $0.l2Entry(0, 0)) { $0 | 512 } },
    CheckRecipe(
      "kept zeros between clusters of a data file", .zeroClusterUnaligned, in: .dataFile,
      guest: [0..<4096]
    ) { $0.change(at: $0.l2Entry(0, 0)) { $0 | 513 } },
    CheckRecipe(
      "COPIED lacks with a data file", .dataFileNotCopied, in: .dataFile, guest: [0..<4096]
    ) {
      $0.change(at: $0.l2Entry(0, 0)) { $0 & ~copied | 0x1000 }
    },
  ]
}
