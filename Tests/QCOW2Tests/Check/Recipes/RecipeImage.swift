import TestSupport
import Testing

/// An image by QEMU that recipes spoil; each is made once in a process.
enum RecipeImage: String, CaseIterable, Sendable {
  /// Clusters of 4 KiB, so that an L2 table maps 2 MiB. At 0 lies what a snapshot shares, at 4 MiB
  /// what only the active disk has: 8 clusters of data, 4 zero clusters from entry 16 on, 4 kept ones
  /// from 32 on and 2 compressed ones at 64. The fourth L1 entry is empty.
  case standard
  /// 8 clusters of data at 4 MiB and a bitmap. No snapshot: `qemu-img check -r` harms images that have
  /// both.
  case bitmap
  /// Version 2 with 8 clusters of data at 0 and at 4 MiB.
  case version2
  /// Clusters of 16 KiB with subclusters: 4 of data, and a compressed one at entry 64.
  case extended
  /// 8 clusters of data in another file.
  case dataFile
  /// Counts of two bits: 3 references at most.
  case narrow

  /// The bytes of the image.
  var bytes: ImageBytes {
    get throws {
      try #require(RecipeImage.made[self]).get()
    }
  }

  private static let made = Dictionary(
    uniqueKeysWithValues: allCases.map { kind in (kind, Result { try kind.make() }) })
  /// Outlives the images, which name the data file in it.
  private static let directory = Result { try TemporaryDirectory() }

  private func make() throws -> ImageBytes {
    let directory = try RecipeImage.directory.get()
    let path = directory.file(rawValue)
    switch self {
    case .standard:
      try QEMU.create(path, size: "8M", options: ["cluster_size=4k"])
      try fillStandard(path)
    case .bitmap:
      try QEMU.create(path, size: "8M", options: ["cluster_size=4k"])
      try QEMU.bitmap(path, "--add", "-g", "64k", "marks")
      try QEMU.io(path, ["write -P 1 4M 32k"])
    case .version2:
      try QEMU.create(path, size: "8M", options: ["compat=0.10", "cluster_size=4k"])
      try QEMU.io(path, ["write -P 1 0 32k", "write -P 2 4M 32k"])
    case .extended:
      try QEMU.create(path, size: "32M", options: ["cluster_size=16k", "extended_l2=on"])
      try QEMU.io(path, ["write -P 1 0 64k", "write -c -P 2 1M 16k"])
    case .dataFile:
      let data = "data_file=\(directory.file("data"))"
      try QEMU.create(path, size: "8M", options: ["cluster_size=4k", data])
      try QEMU.io(path, ["write -P 1 0 32k"])
    case .narrow:
      try QEMU.create(path, size: "8M", options: ["cluster_size=4k", "refcount_bits=2"])
      try QEMU.io(path, ["write -P 1 4M 32k"])
    }
    return try ImageBytes(contentsOf: path)
  }

  private func fillStandard(_ path: String) throws {
    try QEMU.io(path, ["write -P 1 0 64k", "write -P 2 2M 32k"])
    try succeed("qemu-img", ["snapshot", "-c", "old", path])
    try QEMU.io(
      path,
      [
        "write -P 3 0 8k", "write -P 4 4M 32k", "write -z \(0x41_0000) 16k",
        "write -P 5 \(0x42_0000) 16k", "write -z \(0x42_0000) 16k",
        "write -c -P 6 \(0x44_0000) 4k", "write -c -P 7 \(0x44_1000) 4k",
      ])
  }
}

extension ImageBytes {
  /// Where an entry of the L2 table for 4 MiB lies, in the images with clusters of 4 KiB.
  func entry(_ index: Int) -> Int { l2Entry(2, index) }

  /// The host offset in an entry.
  func host(at entry: Int) -> UInt64 { number(at: entry, width: 8) & 0x00ff_ffff_ffff_fe00 }

  /// Changes an 8-byte entry.
  mutating func change(at entry: Int, _ change: (UInt64) -> UInt64) {
    store(change(number(at: entry, width: 8)), at: entry, width: 8)
  }

  /// Changes the 16-bit reference count of the cluster at a host offset.
  mutating func setCount(of host: UInt64, to count: UInt64) {
    store(count, at: refcountBlock + Int(host) / clusterSize * 2, width: 2)
  }

  /// The first cluster past the end of the file.
  var firstClusterPastEnd: UInt64 {
    UInt64((bytes.count + clusterSize - 1) / clusterSize * clusterSize)
  }
}
