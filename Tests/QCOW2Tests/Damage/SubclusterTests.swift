import QCOW2
import TestSupport
import Testing

/// An extended L2 entry, and what its subclusters are by the specification: `-` unallocated, `d`
/// data, `z` zero, `k` zero with a cluster kept, `x` invalid.
struct SubclusterRow: CustomTestStringConvertible, Sendable {
  let host: UInt64
  let bitmap: UInt64
  let kinds: String

  var testDescription: String { "\(hex(host)), \(hex(bitmap))" }

  init(_ host: UInt64, _ bitmap: UInt64, _ kinds: String) {
    self.host = host
    self.bitmap = bitmap
    self.kinds = kinds
  }

  private static func all(_ kind: String) -> String { String(repeating: kind, count: 32) }

  static let rows: [SubclusterRow] = [
    .init(0, 0, all("-")), .init(0x8000, 0, all("-")), .init(0x8000, 0xffff_ffff, all("d")),
    .init(0x8000, 0xffff_ffff << 32, all("k")), .init(0, 0xffff_ffff << 32, all("z")),
    .init(0, 0x8000_0001 << 32, "z" + String(all("-").dropLast(2)) + "z"),
    .init(0x8000, 1 | 2 << 32, "dk" + all("-").dropLast(2)),
    .init(0x8000, 0x8000_0000 | 0x7fff_ffff << 32, all("k").dropLast() + "d"),
    .init(0x8000, 1 | 1 << 32, all("x")), .init(0, 1, all("x")), .init(0, 1 | 1 << 32, all("x")),
    .init(0x8000 | 1, 0xf, "dddd" + all("-").dropLast(4)), .init(1, 0, all("-")),
    .init(0x9000, 0xffff_ffff, all("x")), .init(0x9000, 0, all("x")),
  ]
}

@Suite("Subclusters")
struct SubclusterTests {
  private static let size = 16_384

  /// An image of 16 KiB clusters whose first two L2 entries have been written.
  private func base(in directory: TemporaryDirectory) throws -> ImageBytes {
    let path = directory.file("extended.qcow2")
    try QEMU.create(path, size: "1M", options: ["cluster_size=16k", "extended_l2=on"])
    try QEMU.io(path, ["write -P 1 0 32k", "write -P 2 100k 1k"])
    return try ImageBytes(contentsOf: path)
  }

  @Test(arguments: SubclusterRow.rows) func everyState(_ row: SubclusterRow) throws {
    let directory = try TemporaryDirectory()
    var image = try base(in: directory)
    let entry = image.l2Entry(0, 1, size: 16)
    image.store(row.host | (row.host == 0 ? 0 : 1 << 63), at: entry, width: 8)
    image.store(row.bitmap, at: entry + 8, width: 8)
    let opened = try Image(MemoryStorage(image.bytes, name: "image"))
    let path = directory.file("poked.qcow2")
    try write(image.bytes, to: path)
    for (index, kind) in row.kinds.enumerated() {
      let guest = SubclusterTests.size + index * 512
      let mapping = opened.mapping(at: GuestOffset(UInt64(guest)))
      #expect(letter(mapping.kind) == kind, "subcluster \(index)")
      if kind == "d" || kind == "k" {
        #expect(mapping.host?.rawValue == row.host / 512 * 512 + UInt64(index) * 512)
      }
    }
    // QEMU cannot map an image with an invalid entry, and cannot read the cluster.
    if row.kinds.contains("x") {
      #expect(try !QEMU.canRead(path, at: UInt64(SubclusterTests.size), count: 512))
    } else {
      try expectMap(opened, QEMU.map(path))
      #expect(try opened.read(at: .zero, count: 1 << 20) == QEMU.guestBytes(of: path))
    }
    var generator = SplitMix64(seed: 6)
    expectClippedWalks(opened, &generator)
  }

  private func letter(_ kind: ExtentKind) -> Character {
    switch kind {
    case .unallocated, .missing: "-"
    case .data: "d"
    case .zeroPlain: "z"
    case .zeroAllocated: "k"
    case .compressed: "c"
    case .damaged: "x"
    }
  }

  /// A cluster that begins before the end of the file is there, with all its subclusters; QEMU
  /// reads what is missing as zeros.
  @Test(arguments: [0, 512, 700, 8192, 16_383])
  func aFileThatEndsWithinACluster(kept: Int) throws {
    let directory = try TemporaryDirectory()
    var image = try base(in: directory)
    let last = 8 * ((image.bytes.count + SubclusterTests.size - 1) / SubclusterTests.size)
    let host = last * SubclusterTests.size
    image.store([UInt8](repeating: 7, count: SubclusterTests.size), at: host)
    image.store(UInt64(host) | 1 << 63, at: image.l2Entry(0, 3, size: 16), width: 8)
    image.store(0xffff_fff0, at: image.l2Entry(0, 3, size: 16) + 8, width: 8)
    image.bytes.removeLast(SubclusterTests.size - kept)
    let path = directory.file("cut.qcow2")
    try write(image.bytes, to: path)
    let opened = try Image(MemoryStorage(image.bytes, name: "image"))
    var generator = SplitMix64(seed: 7)
    expectClippedWalks(opened, &generator, count: 300)
    let guest = GuestOffset(UInt64(3 * SubclusterTests.size))
    guard kept > 0 else {
      let lost = Damage.clusterPastEnd(HostOffset(UInt64(host) + 2048))
      #expect(opened.mapping(at: guest) == .unallocated)
      #expect(opened.mapping(at: guest + 2048) == .damaged(lost))
      return
    }
    #expect(try opened.read(at: .zero, count: 1 << 20) == QEMU.guestBytes(of: path))
  }
}
