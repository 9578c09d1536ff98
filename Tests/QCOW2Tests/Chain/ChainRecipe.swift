import TestSupport
import Testing

/// One file of a chain to be made.
struct LayerRecipe: Sendable {
  let size: Int
  /// What `qemu-img create -o` gets; nil makes a raw file.
  let options: [String]?
  var isCompressed = false

  static func raw(_ size: Int) -> LayerRecipe { .init(size: size, options: nil) }
  static func qcow2(_ size: Int, _ options: String..., compressed: Bool = false) -> LayerRecipe {
    .init(size: size, options: options, isCompressed: compressed)
  }

  var isRaw: Bool { options == nil }
  private var isVersion2: Bool { options?.contains("compat=0.10") == true }

  /// Makes the file over `below`, which lies in the same directory, and has QEMU write to it.
  func make(
    _ name: String, in directory: TemporaryDirectory, over below: (name: String, isRaw: Bool)?,
    _ generator: inout SplitMix64
  ) throws {
    let path = directory.file(name)
    guard let options else { return try makeRaw(path, &generator) }
    let backing = below.map { ["-b", $0.name, "-F", $0.isRaw ? "raw" : "qcow2"] } ?? []
    try QEMU.create(path, size: "\(size)", options: options, arguments: backing)
    try QEMU.io(path, compressedWrites + commands(&generator))
  }

  /// Whole clusters of whatever size, or all of a small disk.
  private var compressedWrites: [String] {
    guard isCompressed else { return [] }
    let unit = 2 << 20
    return ["write -c -P 200 0 \(size < 2 * unit ? size : size / 2 / unit * unit)"]
  }

  /// Every sector another, with a hole in the file.
  private func makeRaw(_ path: String, _ generator: inout SplitMix64) throws {
    let byte = UInt8.random(in: 1...255, using: &generator)
    let written = (0..<size * 3 / 4).map { byte &+ UInt8(truncatingIfNeeded: $0 / 512) }
    try write(written, to: path)
    try truncate(path, to: UInt64(size))
    let tail = size - min(size, 700)
    try QEMU.rawIO(path, "write -P \(byte) \(tail) \(size - tail)")
  }

  /// Random writes, zero writes that keep or drop the cluster, and discards.
  private func commands(_ generator: inout SplitMix64) -> [String] {
    let sectors = size / 512
    return (0..<24).map { number in
      let start = Int.random(in: 0..<sectors, using: &generator)
      let longest = min(sectors - start, number % 5 == 0 ? 1500 : 50)
      let place = "\(start * 512) \(Int.random(in: 1...longest, using: &generator) * 512)"
      let byte = UInt8.random(in: 1...255, using: &generator)
      // Version 2 cannot discard where something may lie below.
      switch Int.random(in: 0..<(isVersion2 ? 9 : 10), using: &generator) {
      case 0..<5: return "write -P \(byte) \(place)"
      case 5, 6: return "write -z \(place)"
      case 7, 8: return "write -z -u \(place)"
      default: return "discard \(place)"
      }
    }
  }
}

extension QEMU {
  /// Runs a command of qemu-io on a raw file.
  static func rawIO(_ path: String, _ command: String) throws {
    try succeed("qemu-io", ["-f", "raw", "-c", command, path])
  }
}

/// A chain to be made, the bottom first.
struct ChainRecipe: CustomTestStringConvertible, Sendable {
  let layers: [LayerRecipe]
  let seed: UInt64

  var testDescription: String {
    layers.map { "\($0.size) \($0.options?.joined(separator: ",") ?? "raw")" }
      .joined(separator: " <- ") + ", seed \(seed)"
  }

  init(_ layers: LayerRecipe..., seed: UInt64 = 1) {
    self.layers = layers
    self.seed = seed
  }

  /// 1 to 8 layers of any kind and size.
  init(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let count = Int(seed % 8) + 1
    layers = (0..<count).map { index in
      let size = Int.random(in: 1000...12_000, using: &generator) * 512
      if index == 0, count > 1, Bool.random(using: &generator) {
        return .raw(size + Int.random(in: 0...511, using: &generator))
      }
      let options = Self.kinds.randomElement(using: &generator) ?? []
      let isCompressed = Int.random(in: 0..<3, using: &generator) == 0
      return LayerRecipe(size: size, options: options, isCompressed: isCompressed)
    }
    self.seed = seed
  }

  private static let kinds: [[String]] = [
    ["cluster_size=512"], ["cluster_size=512", "compat=0.10"], ["cluster_size=4k"],
    ["cluster_size=4k", "compression_type=zstd"], ["cluster_size=64k"],
    ["cluster_size=64k", "compat=0.10"], ["cluster_size=64k", "extended_l2=on"],
    ["cluster_size=16k", "extended_l2=on", "compression_type=zstd"], ["cluster_size=2M"],
    ["cluster_size=2M", "extended_l2=on"],
  ]

  /// Makes all files; each layer is named after its place and names the one below it alone.
  ///
  /// - Returns: The path of the image on top.
  func make(in directory: TemporaryDirectory) throws -> String {
    var generator = SplitMix64(seed: seed)
    var below: (name: String, isRaw: Bool)?
    for (number, layer) in layers.enumerated() {
      let name = "layer\(number)"
      try layer.make(name, in: directory, over: below, &generator)
      below = (name, layer.isRaw)
    }
    return directory.file("layer\(layers.count - 1)")
  }

  /// The raw layers with their sizes, by depth as QEMU counts it.
  var rawSizes: [Int: UInt64] {
    layers.enumerated().reduce(into: [:]) { sizes, layer in
      if layer.element.isRaw { sizes[layers.count - 1 - layer.offset] = UInt64(layer.element.size) }
    }
  }
}
