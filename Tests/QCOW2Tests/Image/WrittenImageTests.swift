import QCOW2
import TestSupport
import Testing

/// An image that QEMU wrote to in random places.
struct WrittenImage: CustomTestStringConvertible, Sendable {
  let size: Int
  let options: [String]
  var codec = false

  var testDescription: String { "\(size) bytes, " + options.joined(separator: ",") }
  var hasSubclusters: Bool { options.contains("extended_l2=on") }
  var isVersion2: Bool { options.contains("compat=0.10") }

  init(_ size: Int, _ options: String..., codec: Bool = false) {
    self.size = size
    self.options = options
    self.codec = codec
  }

  static let all: [WrittenImage] = [
    .init(3 << 20, "cluster_size=512"),
    .init(3 << 20, "cluster_size=512", "compat=0.10"),
    .init(8 << 20, "cluster_size=4k", codec: true),
    .init(8 << 20, "cluster_size=4k", "compat=0.10", codec: true),
    .init(20 << 20, "cluster_size=64k", codec: true),
    .init(40 << 20, "cluster_size=2M"),
    .init(4 << 20, "cluster_size=16k", "extended_l2=on"),
    .init(4 << 20, "cluster_size=16k", "extended_l2=on", codec: true),
    .init(20 << 20, "cluster_size=64k", "extended_l2=on"),
    .init(20 << 20, "cluster_size=64k", "extended_l2=on", "compression_type=zstd", codec: true),
    .init(40 << 20, "cluster_size=2M", "extended_l2=on"),
    .init(8 << 20, "cluster_size=64k", "preallocation=metadata"),
    .init(8 << 20, "cluster_size=64k", "preallocation=falloc"),
    .init(8 << 20, "cluster_size=32k", "extended_l2=on", "preallocation=metadata"),
    .init(8 << 20, "cluster_size=64k", "lazy_refcounts=on"),
  ]

  /// Sizes that are no multiple of the cluster size.
  static let oddSizes: [WrittenImage] = [0, 512, 1024, 65_024, 66_048, 1_000_448, (1 << 29) + 512]
    .flatMap { size in
      [
        WrittenImage(size, "cluster_size=64k"), WrittenImage(size, "cluster_size=2M"),
        WrittenImage(size, "cluster_size=64k", "extended_l2=on"),
        WrittenImage(size, "cluster_size=4k", "compat=0.10"),
      ]
    }

  static let refcountWidths: [WrittenImage] = [1, 2, 4, 8, 16, 32, 64].map {
    WrittenImage(2 << 20, "cluster_size=4k", "refcount_bits=\($0)")
  }

  /// Random writes, zero writes that keep or drop the cluster, and discards.
  func commands(seed: UInt64) -> [String] {
    var generator = SplitMix64(seed: seed)
    let sectors = size / 512
    guard sectors > 0 else { return [] }
    return (0..<60).map { number in
      let start = Int.random(in: 0..<sectors, using: &generator)
      let longest = min(sectors - start, number % 7 == 0 ? 2000 : 60)
      let place = "\(start * 512) \(Int.random(in: 1...longest, using: &generator) * 512)"
      switch Int.random(in: 0..<10, using: &generator) {
      case 0..<5: return "write -P \(1 + number) \(place)"
      case 5, 6: return "write -z \(place)"
      case 7, 8: return "write -z -u \(place)"
      default: return "discard \(place)"
      }
    }
  }

  /// Makes the image; with `codec`, its first half begins as compressed clusters.
  func make(at path: String, seed: UInt64) throws {
    try QEMU.create(path, size: "\(size)", options: options)
    let compressed = codec ? ["write -c -P 200 0 \(size / 2)"] : []
    let all = compressed + commands(seed: seed)
    if !all.isEmpty { try QEMU.io(path, all) }
  }
}

@Suite("Images that QEMU wrote to")
struct WrittenImageTests {
  @Test(arguments: WrittenImage.all, [UInt64(1), 2])
  func randomWrites(_ kind: WrittenImage, seed: UInt64) throws {
    try expectAgreement(kind, seed: seed)
  }

  @Test(arguments: WrittenImage.oddSizes)
  func oddSizes(_ kind: WrittenImage) throws { try expectAgreement(kind, seed: 3) }

  @Test(arguments: WrittenImage.refcountWidths)
  func refcountWidths(_ kind: WrittenImage) throws { try expectAgreement(kind, seed: 4) }

  private func expectAgreement(_ kind: WrittenImage, seed: UInt64) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image.qcow2")
    try kind.make(at: path, seed: seed)
    // A large disk has its odd end looked at only.
    if kind.size < 1 << 28 {
      try QCOW2Tests.expectAgreement(path, randomReads: 1000, seed: seed)
    } else {
      try expectMap(Image(openStorage(path)), QEMU.map(path))
    }
  }
}
