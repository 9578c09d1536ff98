import TestSupport

/// An image that QEMU made by a random log: writes, zeros, compressed clusters, discards, snapshots and
/// bitmaps.
struct TwinImage {
  let path: String
  let bytes: ImageBytes
  private static let size = 4 << 20

  /// - Parameters:
  ///   - directory: Where to make it.
  ///   - seed: Decides what happens.
  /// - Throws: `CommandFailure` where QEMU cannot do it.
  init(in directory: TemporaryDirectory, seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    path = directory.file("twin\(seed)")
    try QEMU.create(path, size: "\(Self.size)", options: ["cluster_size=4k"])
    try QEMU.bitmap(path, "--add", "--enable", "-g", "4k", "before")
    for round in 0..<3 {
      let fresh = (2 << 20) + round * 65_536
      try QEMU.io(
        path,
        (0..<12).map { _ in Self.command(&generator) }
          + (0..<5).map { "write -c -P \($0 + 1) \(fresh + $0 * 4096) 4096" })
      try succeed("qemu-img", ["snapshot", "-c", "round \(round)", path])
    }
    try QEMU.bitmap(path, "--add", "-g", "64k", "after")
    try QEMU.io(path, (0..<8).map { _ in Self.command(&generator) })
    bytes = try ImageBytes(contentsOf: path)
  }

  private static func command(_ generator: inout SplitMix64) -> String {
    // Compressed clusters have places of their own: they cannot replace others.
    let start = Int.random(in: 0..<96, using: &generator) * 8192
    let length = Int.random(in: 1...16, using: &generator) * 4096
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: return "write -z \(start) \(length)"
    case 1: return "write -z -u \(start) \(length)"
    case 2: return "discard \(start) \(length)"
    default: return "write -P \(Int.random(in: 1...255, using: &generator)) \(start) \(length)"
    }
  }
}
