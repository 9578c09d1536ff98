import TestSupport

/// Both sides of every limit that QEMU sets for the header's numbers.
extension Poke {
  static let limits: [Poke] = versions + sizes + lengths + tables + disks + crypto

  private static let huge: UInt64 = 0xffff_ffff

  private static let versions: [Poke] =
    values(.v3, "magic", at: 0, [0, 0x5146_49fa, 0x5146_49fb])
    + values(.v3, "version", at: 4, [0, 1, 2, 3, 4, huge])
    + values(.v2, "version", at: 4, [1, 2, 4])

  private static let sizes: [Poke] =
    values(.clusters512, "cluster_bits", at: 20, [0, 8, 9])
    + values(.clusters2M, "cluster_bits", at: 20, [21, 22, 31, 32, 63, 64, huge])
    + values(.v2, "cluster_bits", at: 20, [8, 22])
    + values(.v3, "refcount_order", at: 96, [0, 1, 4, 6, 7, 8, 64, huge])
    // Version 2 has no such field: the bytes belong to its extensions.
    + values(.v2, "refcount_order", at: 96, [7])

  private static let lengths: [Poke] =
    values(.v3, "header_length", at: 100, [0, 1, 72, 96, 103, 104, 105, 106, 112])
    + values(.v3, "header_length", at: 100, [65_536, 65_537, 65_544, huge])
    + values(.clusters512, "header_length", at: 100, [104, 112, 512, 513, 520])
    // The feature name table that begins at 112 makes no extension from elsewhere.
    + [111, 120].map {
      Poke(.v3, "header_length = \($0)", blames: "extension-length", .same, (100, 4, $0))
    }
    // 104 bytes have no compression_type: the byte belongs to the extensions.
    + [
      Poke(
        .v3, "104 bytes, then a 1", blames: "compression_type", .same, (100, 4, 104), (104, 1, 1)),
      Poke(
        .v3, "105 bytes with a 1", blames: "compression_type", .same, (100, 4, 105), (104, 1, 1)),
      Poke(
        .zstd, "104 bytes and the bit", blames: "compression_type", .same, (100, 4, 104)),
    ]

  private static let tables: [Poke] =
    values(.v3, "refcount_table_offset", at: 48, width: 8, offsets)
    + values(.v3, "refcount_table_clusters", at: 56, [0, 1, 2, 128, 129, huge])
    + values(.clusters512, "refcount_table_clusters", at: 56, [0, 16_384, 16_385])
    + values(.clusters2M, "refcount_table_clusters", at: 56, [0, 4, 5])
    + values(.v2, "refcount_table_clusters", at: 56, [0, 128, 129])
    + values(.v3, "snapshots_offset", at: 64, width: 8, [0, 1, 512, 65_535, 65_536, 65_537])
    + values(.v3, "snapshots_offset", at: 64, width: 8, [1 << 62, 1 << 63, .max])
    + [65_536, 65_537, huge].map {
      Poke(
        .v3, "\($0) snapshots", blames: "nb_snapshots", .same, (60, 4, $0), (64, 8, 1 << 20))
    }
    + values(.v3, "l1_table_offset", at: 40, width: 8, offsets)
    + ends
    + values(.v3, "l1_size", at: 36, [0, 1, 2, 4_194_304, 4_194_305, huge])
    + values(.clusters512, "l1_size", at: 36, [0, 1, 2, 4_194_304, 4_194_305])
    + values(.v2, "l1_size", at: 36, [0, 1, 4_194_304, 4_194_305])

  /// For a table that is one cluster of 64 KiB, or less.
  private static let offsets: [UInt64] = [
    0, 1, 512, 65_535, 65_536, 65_537, 1 << 40, 1 << 56, 1 << 62, 1 << 63, 0xffff_ffff_ffff_0000,
    .max,
  ]

  /// Tables that end just below or at 2^63.
  private static let ends: [Poke] = [
    Poke(
      .v3, "L1 ends below 2^63", blames: "none", .laxer(unreadable),
      (40, 8, 0x7fff_ffff_ffff_0000)),
    Poke(
      .v3, "L1 of a cluster", blames: "l1_table_offset", .same,
      (40, 8, 0x7fff_ffff_ffff_0000), (36, 4, 8192)),
    Poke(
      .v3, "refcount table ends below 2^63", blames: "none", .laxer(unreadable),
      (48, 8, 0x7fff_ffff_fffe_0000)),
    Poke(
      .v3, "refcount table ends at 2^63", blames: "refcount_table_offset", .same,
      (48, 8, 0x7fff_ffff_ffff_0000)),
  ]

  private static let unreadable =
    "the table is within its limits, but QEMU's block layer reads nothing so near 2^63; for us it "
    + "lies past the end of the file, which is damage to be shown"

  /// One L1 entry maps 512 MiB at 64 KiB clusters, and 32 KiB at 512-byte ones.
  private static let disks: [Poke] =
    [0, 512, 1000, 64 << 20, 1 << 29, (1 << 29) + 512].map {
      Poke(.v3, "size = \($0)", blames: "l1_size", .same, (24, 8, $0))
    }
    + [32_768, 32_769, 65_536].map {
      Poke(.clusters512, "size = \($0)", blames: "l1_size", .same, (24, 8, $0))
    }
    + [16 << 20, (16 << 20) + 1].map {
      Poke(.extended16K, "size = \($0)", blames: "l1_size", .same, (24, 8, $0))
    }
    + [1 << 62, UInt64(Int64.max)].map {
      Poke(.v3, "size = \($0)", blames: "l1_size", .same, (24, 8, $0))
    }
    + values(.v3, "size", at: 24, width: 8, [1 << 63, .max - 511, .max])

  private static let crypto: [Poke] =
    values(.v3, "crypt_method", at: 32, [0, 3, huge])
    + values(.v2, "crypt_method", at: 32, [3])
    + [
      // QEMU needs the secret to open it at all.
      Poke(.v3, "AES", blames: "crypt_method", .guestDataOnly, (32, 4, 1)),
      Poke(.v2, "AES in version 2", blames: "crypt_method", .guestDataOnly, (32, 4, 1)),
      Poke(.v3, "LUKS without a pointer", blames: "crypt_method", .same, (32, 4, 2)),
    ]
}
