import TestSupport
import Testing

/// An image by QEMU with something of everything that its options allow.
struct CheckSubject: CustomTestStringConvertible, Sendable {
  let testDescription: String
  var options: [String] = []
  var hasSnapshots = true
  var hasBitmaps = true
  var hasCompressed = true
  var size = 24 << 20

  static let all: [CheckSubject] = [
    .init(testDescription: "64 KiB clusters"),
    .init(testDescription: "512 B clusters", options: ["cluster_size=512"], size: 2 << 20),
    .init(testDescription: "4 KiB clusters", options: ["cluster_size=4k"]),
    .init(testDescription: "2 MiB clusters", options: ["cluster_size=2M"], size: 64 << 20),
    .init(
      testDescription: "version 2", options: ["compat=0.10", "cluster_size=4k"], hasBitmaps: false),
    .init(
      testDescription: "subclusters", options: ["extended_l2=on", "cluster_size=16k"]),
    .init(
      testDescription: "1-bit counts", options: ["refcount_bits=1", "cluster_size=4k"],
      hasSnapshots: false, hasCompressed: false),
    .init(
      testDescription: "2-bit counts", options: ["refcount_bits=2", "cluster_size=4k"],
      hasCompressed: false),
    .init(
      testDescription: "4-bit counts", options: ["refcount_bits=4", "cluster_size=4k"],
      hasCompressed: false),
    .init(testDescription: "8-bit counts", options: ["refcount_bits=8", "cluster_size=4k"]),
    .init(testDescription: "32-bit counts", options: ["refcount_bits=32", "cluster_size=4k"]),
    .init(testDescription: "64-bit counts", options: ["refcount_bits=64", "cluster_size=1k"]),
    .init(testDescription: "zstd", options: ["compression_type=zstd", "cluster_size=4k"]),
  ]

  /// Makes the image in a directory.
  func make(in directory: TemporaryDirectory) throws -> String {
    let path = directory.file("subject.qcow2")
    try QEMU.create(path, size: "\(size)", options: options)
    let unit = size / 64
    func at(_ part: Int) -> Int { part * unit / 65536 * 65536 }
    try QEMU.io(
      path,
      [
        "write -P 1 0 \(unit * 3)", "write -P 2 \(at(20)) 200k", "write -z \(at(30)) 256k",
        "write -P 3 \(at(10)) 4k", "write -P 4 \(at(40)) 70000", "discard \(at(1)) 64k",
      ])
    if hasCompressed {
      try QEMU.io(
        path, (0..<6).map { "write -c -P \($0 + 5) \(at(50) + $0 * clusterSize) \(clusterSize)" })
    }
    if hasSnapshots {
      try succeed("qemu-img", ["snapshot", "-c", "first", path])
      try QEMU.io(path, ["write -P 7 \(at(20) + 65536) 100k", "write -P 8 \(at(45)) 64k"])
      try succeed("qemu-img", ["snapshot", "-c", "second", path])
      try QEMU.io(path, ["write -P 9 0 64k", "discard \(at(40)) 64k"])
    }
    if hasBitmaps {
      try succeed("qemu-img", ["bitmap", "--add", path, "one"])
      try succeed("qemu-img", ["bitmap", "--add", "--enable", "-g", "64k", path, "two"])
      try QEMU.io(path, ["write -P 9 \(at(12)) 64k"])
    }
    return path
  }

  private var clusterSize: Int {
    let text = options.first { $0.hasPrefix("cluster_size=") }?.dropFirst(13) ?? "64k"
    if text.hasSuffix("k") { return (Int(text.dropLast()) ?? 64) << 10 }
    if text.hasSuffix("M") { return (Int(text.dropLast()) ?? 1) << 20 }
    return Int(text) ?? 65536
  }
}
