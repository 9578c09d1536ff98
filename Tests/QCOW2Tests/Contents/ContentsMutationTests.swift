import QCOW2
import TestSupport
import Testing

/// Tables and superblocks with spoilt bytes: nothing traps or hangs, and little is listed.
@Suite struct ContentsMutationTests {
  /// Disks that have much to get wrong.
  private static let scripts = [
    PartitionTableTests.small,
    "label: dos\nstart=2048, size=12000, type=5\nstart=3000, size=100\nstart=4000, size=100\n"
      + "start=5000, size=100\n",
  ]

  @Test(arguments: 0..<2, 1...4 as ClosedRange<UInt64>)
  func spoiltTablesAreBounded(script: Int, seed: UInt64) throws {
    let file = try PartitionedFile(size: 8 << 20, script: Self.scripts[script])
    let sound = try contents(of: file.path)
    let image = GuestDisk.image(sound)
    let last = sound.count - 33 * 512
    var random = SplitMix64(seed: seed)
    for _ in 0..<500 {
      var spoilt = image
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let places = [
          446..<512, 512..<604, 1024..<1280, last..<last + 256,
          sound.count - 512..<sound.count - 420,
          2048 * 512 + 446..<2048 * 512 + 512, 440..<446,
        ]
        let place = places.randomElement(using: &random) ?? 0..<512
        let at = GuestDisk.dataStart + Int.random(in: place, using: &random)
        spoilt[at] = [0, 1, 5, 0x7f, 0x80, 0xff, spoilt[at] ^ 1].randomElement(using: &random) ?? 0
      }
      let disk = try Image(MemoryStorage(spoilt, name: "spoilt")).alone
      let table = disk.partitionTable()
      #expect(table.partitions.count <= 8192)
      #expect(table.findings.count <= 64)
      #expect(table.partitions.allSatisfy { $0.range.upperBound <= disk.geometry.end })
    }
  }

  /// The superblocks of all kinds, at the offsets where each is looked for.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func spoiltSuperblocksAreBounded(seed: UInt64) throws {
    let magics: [(Int, [UInt8])] = [
      (0, Array("XFSB".utf8)), (1080, [0x53, 0xef]), (65_600, Array("_BHRfS_M".utf8)),
      (1024, [0x10, 0x20, 0xf5, 0xf2]), (3, Array("NTFS    ".utf8)), (3, Array("EXFAT   ".utf8)),
      (0, [0, 0, 0] + Array("ReFS".utf8) + [0]), (32, Array("NXSB".utf8)),
      (1024, [0x48, 0x2b, 0, 4]),
      (8192 + 1372, [0x54, 0x19, 1, 0]), (65_536 + 1372, [0x19, 1, 0x54, 0x19]),
      (32_769, Array("CD001".utf8)), (0, Array("hsqs".utf8)), (510, [0x55, 0xaa]),
      (0, [0x4c, 0x55, 0x4b, 0x53, 0xba, 0xbe, 0, 2]), (512, Array("LABELONE".utf8)),
      (16_384, [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]), (4096, [0xfc, 0x4e, 0x2b, 0xa9, 1, 0, 0, 0]),
      (4086, Array("SWAPSPACE2".utf8)),
    ]
    var random = SplitMix64(seed: seed)
    var recognised: Set<ContentsKind> = []
    for turn in 0..<300 {
      let size = [131_072, 4096, 512, 70_000, 1500].randomElement(using: &random) ?? 512
      var bytes = [UInt8](repeating: 0, count: size)
      let fill = turn % 3
      for at in stride(from: 0, to: size, by: fill == 0 ? 1 : 7) {
        bytes[at] =
          fill == 2
          ? [0, 1, 2, 9, 0xff].randomElement(using: &random) ?? 0
          : UInt8.random(in: 0...255, using: &random)
      }
      for (place, magic) in magics.shuffled(using: &random).prefix(4)
      where place + magic.count <= size {
        bytes.replaceSubrange(place..<place + magic.count, with: magic)
      }
      let found = try GuestDisk.of(bytes).contents().found
      #expect(found.count <= 20)
      recognised.formUnion(found.map(\.kind))
    }
    #expect(recognised.count >= 8)
  }
}
