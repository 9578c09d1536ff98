import QCOW2
import TestSupport
import Testing

/// A small image to be mutated.
enum Specimen: String, CaseIterable, Sendable {
  case version2, version3, extended, deflate, zstd, clusters512

  var options: [String] {
    switch self {
    case .version2: ["compat=0.10", "cluster_size=4k"]
    case .version3: ["cluster_size=4k"]
    case .extended: ["cluster_size=16k", "extended_l2=on"]
    case .deflate: ["cluster_size=4k"]
    case .zstd: ["cluster_size=4k", "compression_type=zstd"]
    case .clusters512: ["cluster_size=512"]
    }
  }

  func make() throws -> [UInt8] {
    let directory = try TemporaryDirectory()
    let path = directory.file("specimen.qcow2")
    try QEMU.create(path, size: "256k", options: options)
    let flag = self == .deflate || self == .zstd ? "-c " : ""
    var commands = (0..<8).map { "write \(flag)-P \($0 + 1) \($0 * 16)k 16k" }
    if self != .version2 { commands += ["write -z 144k 16k"] }
    try QEMU.io(path, commands)
    return try contents(of: path)
  }
}

@Suite("Mutated images")
struct MutationTests {
  private static let perSpecimen: UInt64 = 500

  @Test(arguments: Specimen.allCases)
  func nothingTrapsOrHangs(_ specimen: Specimen) throws {
    let bytes = try specimen.make()
    var opened = 0
    for seed in 0..<MutationTests.perSpecimen {
      let mutated = MutationTests.mutated(bytes, seed: seed)
      // A trap ends the process; to find it, set QCOW2_TEST_SEEDS and see the last one printed.
      SeedLog.note("\(specimen.rawValue) \(seed)")
      if try examine(mutated, "\(specimen.rawValue), seed \(seed)") { opened += 1 }
    }
    // Mutations that no header survives would prove nothing.
    #expect(opened > 100, "\(opened) of \(MutationTests.perSpecimen) could be opened")
  }

  /// A few bytes, entries or header fields made into something else.
  static func mutated(_ bytes: [UInt8], seed: UInt64) -> ImageBytes {
    var generator = SplitMix64(seed: seed)
    var image = ImageBytes(bytes)
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let word = MutationTests.interesting(&generator)
      switch Int.random(in: 0..<10, using: &generator) {
      case 0:
        let field = Header.fields.randomElement(using: &generator) ?? .size
        image.store(word, at: field.offset, width: field.width)
      case 1:
        let offset = Int.random(in: 0..<512, using: &generator)
        image.store(word & 0xff, at: offset, width: 1)
      case 2 where image.number(at: 40, width: 8) < 1 << 20:
        image.store(word, at: image.l1Entry(0), width: 8)
      case 3: image.bytes.removeLast(Int.random(in: 0..<image.bytes.count, using: &generator))
      case 4, 5:
        let offset = Int.random(in: 0..<max(1, image.bytes.count), using: &generator)
        image.store(word & 0xff, at: offset, width: 1)
      default: MutationTests.spoilEntry(&image, word, &generator)
      }
      if image.bytes.count < 8 { break }
    }
    return image
  }

  /// An eight-byte word of an L2 table.
  private static func spoilEntry(
    _ image: inout ImageBytes, _ word: UInt64, _ generator: inout SplitMix64
  ) {
    let l1 = Int(truncatingIfNeeded: image.number(at: 40, width: 8))
    guard l1 >= 0, l1 < image.bytes.count else { return }
    let table = image.l2Table(0)
    guard table < image.bytes.count else { return }
    image.store(word, at: table + 8 * Int.random(in: 0..<64, using: &generator), width: 8)
  }

  private static func interesting(_ generator: inout SplitMix64) -> UInt64 {
    let word = generator.next()
    let all: [UInt64] = [
      0, 1, .max, 1 << 63, 1 << 62, 1 << 62 | word >> 3, word, word >> 32, word >> 48,
      word & 0x8000_0000_000f_f000, word & 0x8000_0000_000f_fe01, 0x00ff_ffff_ffff_fe00,
      UInt64(Int64.max), 1 << (word % 64),
    ]
    return all.randomElement(using: &generator) ?? 0
  }
}
