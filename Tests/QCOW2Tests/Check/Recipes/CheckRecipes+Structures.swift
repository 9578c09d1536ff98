import QCOW2
import TestSupport

extension CheckRecipe {
  static let refcounts: [CheckRecipe] = [
    CheckRecipe("reserved bits in the refcount table", .refcountTableReservedBits, of: .none) {
      $0.change(at: $0.refcountTable) { $0 | 1 }
    },
    CheckRecipe("refcount block between clusters", .refcountBlockUnaligned, of: .none) {
      $0.change(at: $0.refcountTable) { $0 | 512 }
    },
    CheckRecipe("refcount block past the end", .refcountBlockPastEnd, of: .none) {
      $0.store($0.firstClusterPastEnd + 0x10_0000, at: $0.refcountTable + 8, width: 8)
    },
    CheckRecipe("refcount block twice", .refcountBlockShared, of: .none) {
      $0.store($0.number(at: $0.refcountTable, width: 8), at: $0.refcountTable + 8, width: 8)
    },
    // Everything in the file but the block itself: header, refcount table, L1, L2, which maps 2 MiB,
    // and the data.
    CheckRecipe(
      "no refcount block", .refcountZero, in: .narrow, places: 12, guest: [0x40_0000..<0x60_0000]
    ) { $0.store(0, at: $0.refcountTable, width: 8) },
    CheckRecipe(
      "more references than a count holds", .refcountOverflow, in: .narrow,
      guest: [0x40_0000..<0x40_5000]
    ) { bytes in
      for index in 1..<5 {
        bytes.store(bytes.number(at: bytes.entry(0), width: 8), at: bytes.entry(index), width: 8)
      }
    },
  ]

  static let directories: [CheckRecipe] = [
    CheckRecipe("snapshot without the size of its disk", .snapshotIncomplete, of: .snapshot) {
      // Bytes 36 to 39 of the entry; what was extra data becomes the name.
      $0.store(8, at: $0.snapshotTable + 36, width: 4)
    },
    CheckRecipe("snapshot's L1 table between clusters", .snapshotL1Unaligned, of: .snapshot) {
      $0.change(at: $0.snapshotTable) { $0 | 512 }
    },
    CheckRecipe("snapshot's L1 table too large", .snapshotL1TooLarge, of: .snapshot) {
      $0.store(4_194_305, at: $0.snapshotTable + 8, width: 4)
    },
    CheckRecipe("snapshot's L1 table past the end", .tablePastEnd, of: .snapshot) {
      $0.store($0.firstClusterPastEnd + 0x10_0000, at: $0.snapshotTable, width: 8)
    },
    CheckRecipe("too much extra data", .snapshotExtraData, qemu: .stops, of: .snapshot) {
      $0.store(1025, at: $0.snapshotTable + 36, width: 4)
    },
    CheckRecipe("more extra data than there are bytes", .snapshotTable, qemu: .stops, of: .none) {
      $0.store(1 << 30, at: $0.snapshotTable + 36, width: 4)
    },
    CheckRecipe("the snapshot table past the end", .snapshotIncomplete, of: .none) {
      $0.store($0.firstClusterPastEnd + 0x10_0000, at: 64, width: 8)
    },
    CheckRecipe("bits of a bitmap past the end", .tablePastEnd, in: .bitmap, of: .none, bitmap: 0) {
      $0.store(1, at: ($0.bitmapDirectory ?? 0) + 12, width: 4)
      $0.store($0.firstClusterPastEnd + 0x10_0000, at: $0.bitmapTable, width: 8)
    },
  ]

  /// What `qemu-img check` passes over, or where it stops.
  static let unseen: [CheckRecipe] = [
    CheckRecipe(
      "zero flag in version 2", .zeroFlagInVersion2, in: .version2, qemu: .passes,
      guest: [0x40_0000..<0x40_1000]
    ) { $0.change(at: $0.entry(0)) { $0 | 1 } },
    CheckRecipe(
      "two guest clusters, counted twice", .clusterAliased, qemu: .passes,
      guest: [
        0x40_0000..<0x40_2000
      ]
    ) {
      $0.change(at: $0.entry(0)) { $0 & ~(1 << 63) }
      $0.setCount(of: $0.host(at: $0.entry(1)), to: 0)
      $0.setCount(of: $0.host(at: $0.entry(0)), to: 2)
      $0.store($0.number(at: $0.entry(0), width: 8), at: $0.entry(1), width: 8)
    },
    CheckRecipe(
      "an L2 table for two L1 entries", .l2TableShared, in: .version2, qemu: .passes,
      guest: [
        0x40_0000..<0x60_0000
      ]
    ) { bytes in
      for index in 0..<8 {
        bytes.setCount(of: bytes.host(at: bytes.entry(index)), to: 2)
        bytes.change(at: bytes.entry(index)) { $0 & ~(1 << 63) }
      }
      bytes.setCount(of: bytes.host(at: bytes.l1Entry(2)), to: 2)
      bytes.change(at: bytes.l1Entry(2)) { $0 & ~(1 << 63) }
      bytes.store(bytes.number(at: bytes.l1Entry(2), width: 8), at: bytes.l1Entry(3), width: 8)
    },
    CheckRecipe(
      "guest data in the L1 table", .overlap, qemu: .passes,
      guest: [
        0x40_3000..<0x40_4000
      ]
    ) {
      let l1 = $0.number(at: 40, width: 8)
      $0.setCount(of: $0.host(at: $0.entry(3)), to: 0)
      $0.setCount(of: l1, to: 2)
      $0.store(l1, at: $0.entry(3), width: 8)
    },
    CheckRecipe(
      "data file offset that is not the guest's", .dataFileMismatch, in: .dataFile, qemu: .passes,
      guest: [0..<4096]
    ) { $0.change(at: $0.l2Entry(0, 0)) { $0 | 0x10_0000 } },
    CheckRecipe(
      "reserved bits in the table of a bitmap", .bitmapTableEntry, in: .bitmap, qemu: .stops,
      of: .none, bitmap: 0
    ) { $0.change(at: $0.bitmapTable) { $0 | 2 } },
    CheckRecipe(
      "the same of one that was not closed", .bitmapTableEntry, in: .bitmap, qemu: .stops,
      of: .none, bitmap: 0
    ) {
      $0.store(1, at: ($0.bitmapDirectory ?? 0) + 12, width: 4)
      $0.change(at: $0.bitmapTable) { $0 | 2 }
    },
    CheckRecipe("bitmap of an unknown type", .bitmapDirectory, in: .bitmap, qemu: .stops, of: .none)
    {
      $0.store(2, at: ($0.bitmapDirectory ?? 0) + 16, width: 1)
    },
    CheckRecipe(
      "bitmap directory in disorder", .bitmapDirectory, in: .bitmap, qemu: .stops, places: 2,
      of: .none
    ) {
      $0.store(0xffff, at: ($0.bitmapDirectory ?? 0) + 18, width: 2)
    },
    CheckRecipe(
      "feature table of a broken length", .headerRule, in: .extended, qemu: .passes, of: .none
    ) {
      $0.store($0.number(at: $0.featureTable + 4, width: 4) - 8, at: $0.featureTable + 4, width: 4)
    },
    CheckRecipe("bytes after the last cluster", .tail, qemu: .passes, of: .none) {
      $0.store(1, at: Int($0.firstClusterPastEnd) + 4 * $0.clusterSize, width: 8)
    },
  ]
}

extension ImageBytes {
  /// Where the table of the first bitmap lies.
  fileprivate var bitmapTable: Int { Int(number(at: bitmapDirectory ?? 0, width: 8)) }

  /// Where the feature name table's extension begins.
  fileprivate var featureTable: Int {
    stride(from: 104, to: clusterSize, by: 8).first { number(at: $0, width: 4) == 0x6803_f857 } ?? 0
  }
}
