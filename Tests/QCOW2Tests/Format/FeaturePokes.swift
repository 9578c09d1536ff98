import TestSupport

/// Backing names, feature bits, and the fields that must agree with them.
extension Poke {
  static let features: [Poke] = backing + bits + compression

  private static let backing: [Poke] =
    // The name itself is empty, so that QEMU opens no other file.
    [
      Poke(.v3, "name at the end", blames: "backing_file_offset", .same, (8, 8, 65_536)),
      Poke(.v3, "name past the end", blames: "backing_file_offset", .same, (8, 8, 65_537)),
      Poke(.v3, "name far away", blames: "backing_file_offset", .same, (8, 8, .max)),
      Poke(.v3, "1023 bytes", blames: "backing_file_size", .same, (8, 8, 1024), (16, 4, 1023)),
      Poke(.v3, "1024 bytes", blames: "backing_file_size", .same, (8, 8, 1024), (16, 4, 1024)),
      Poke(.v3, "to the end", blames: "backing_file_size", .same, (8, 8, 65_526), (16, 4, 10)),
      Poke(.v3, "over the end", blames: "backing_file_size", .same, (8, 8, 65_526), (16, 4, 11)),
      Poke(.v3, "length only", blames: "backing_file_size", .same, (16, 4, 0xffff_ffff)),
      Poke(.v3, "name in the header", blames: "backing_file_size", .same, (8, 8, 8), (16, 4, 0)),
      Poke(
        .clusters512, "512-byte cluster", blames: "backing_file_size", .same,
        (8, 8, 480), (16, 4, 33)),
      Poke(
        .v2, "1024 bytes in version 2", blames: "backing_file_size", .same,
        (8, 8, 1024), (16, 4, 1024)),
    ]

  private static let bits: [Poke] =
    [0, 1].map {
      Poke(.v3, "incompatible bit \($0)", blames: "none", .same, (72, 8, 1 << $0))
    }
    + [5, 6, 31, 32, 63].map {
      Poke(
        .v3, "incompatible bit \($0)", blames: "incompatible_features", .guestDataOnly,
        (72, 8, 1 << $0))
    }
    + [1, 5, 63].map { Poke(.v3, "compatible bit \($0)", blames: "none", .same, (80, 8, 1 << $0)) }
    + [0, 2, 63].map { Poke(.v3, "autoclear bit \($0)", blames: "none", .same, (88, 8, 1 << $0)) }
    + [
      Poke(.v3, "data file bit", blames: "data-file-name", .guestDataOnly, (72, 8, 4)),
      Poke(.v3, "raw data bit", blames: "raw-without-data-file", .same, (88, 8, 2)),
      Poke(.v3, "extended L2", blames: "none", .same, (72, 8, 16)),
      Poke(.clusters16K, "extended L2", blames: "none", .same, (72, 8, 16)),
      Poke(.clusters8K, "extended L2", blames: "cluster_bits", .same, (72, 8, 16)),
      Poke(.clusters512, "extended L2", blames: "cluster_bits", .same, (72, 8, 16)),
      // Version 2 has no feature words; the bytes are extensions there.
      Poke(.v2, "all ones at 72", blames: "extension-length", .same, (72, 8, .max)),
    ]

  private static let compression: [Poke] = [
    Poke(.v3, "type 1, no bit", blames: "compression_type", .same, (104, 1, 1)),
    Poke(.v3, "type 1 and bit", blames: "compression_type", .same, (104, 1, 1), (72, 8, 8)),
    Poke(.v3, "type 0 and bit", blames: "compression_type", .same, (72, 8, 8)),
    Poke(.v3, "type 2 and bit", blames: "compression_type", .same, (104, 1, 2), (72, 8, 8)),
    Poke(.v3, "type 2, no bit", blames: "compression_type", .same, (104, 1, 2)),
    Poke(.zstd, "as made", blames: "compression_type", .same),
    Poke(.zstd, "type 255", blames: "compression_type", .same, (104, 1, 255)),
    Poke(.v3, "padding", blames: "none", .same, (105, 1, 1), (111, 1, 1)),
  ]
}
