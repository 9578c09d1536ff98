import QCOW2
import TestSupport
import Testing

@Suite("Guest data that is refused")
struct RefusalTests {
  /// An overlay of 1 MiB with data in its first cluster only.
  private func overlay(in directory: TemporaryDirectory) throws -> String {
    let base = directory.file("base.raw")
    try write([UInt8](repeating: 0xbb, count: 1 << 20), to: base)
    let path = directory.file("overlay.qcow2")
    try QEMU.create(path, size: "1M", arguments: ["-b", base, "-F", "raw"])
    try QEMU.io(path, ["write -P 1 0 64k", "write -z 128k 64k"])
    return path
  }

  @Test func holesOfAnOverlayNeedTheBackingFile() throws {
    let directory = try TemporaryDirectory()
    let path = try overlay(in: directory)
    let image = try Image(openStorage(path))
    #expect(try image.read(at: .zero, count: 65_536) == [UInt8](repeating: 1, count: 65_536))
    let zeros = try image.read(at: GuestOffset(128 << 10), count: 65_536)
    #expect(zeros == [UInt8](repeating: 0, count: 65_536))
    let name = directory.file("base.raw")
    let error = ImageError.needsBackingFile(name: name, at: GuestOffset(65_536))
    #expect(throws: error) { try image.read(at: GuestOffset(65_536), count: 1) }
    #expect(throws: error) { try image.read(at: GuestOffset(65_000), count: 1000) }
    #expect(error.description.contains(name))
    let kinds = image.extents(in: image.guestRange).map(\.kind)
    #expect(kinds == [.data, .unallocated, .zeroPlain, .unallocated])
  }

  @Test(arguments: [false, true]) func anExternalDataFileIsNotRead(isRaw: Bool) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image.qcow2")
    let data = directory.file("data.raw")
    let raw = isRaw ? ["data_file_raw=on"] : []
    try QEMU.create(path, size: "1M", options: ["data_file=\(data)"] + raw)
    try QEMU.io(path, ["write -P 1 0 128k", "write -P 2 512k 64k"])
    let image = try Image(openStorage(path))
    #expect(image.hasDataFile)
    #expect(image.inspection.dataFileName?.array == Array(data.utf8))
    let refusal = try #require(image.inspection.guestDataRefusal)
    #expect(throws: ImageError.guestDataRefused(refusal)) {
      try image.read(at: .zero, count: 512)
    }
    // The map is that of QEMU, which has the data file: host offsets are offsets there.
    try expectMap(image, QEMU.map(path))
    var generator = SplitMix64(seed: 2)
    expectClippedWalks(image, &generator)
  }

  @Test(arguments: [UInt64(1), 2]) func encryptedDataIsNotRead(method: UInt64) throws {
    let directory = try TemporaryDirectory()
    let mixed = try MixedImage(in: directory)
    var bytes = mixed.image
    bytes.store(method, at: 32, width: 4)
    if method == 2 { bytes.store([.pointer(65_536), .end]) }
    let image = try Image(MemoryStorage(bytes.bytes, name: "image"))
    let refusal = try #require(image.inspection.guestDataRefusal)
    #expect(refusal.field?.name == "crypt_method")
    #expect(refusal.message.contains(method == 1 ? "AES" : "LUKS"))
    #expect(throws: ImageError.guestDataRefused(refusal)) { try image.read(at: .zero, count: 1) }
    // Zeros are zeros whatever the key.
    #expect(try image.read(at: GuestOffset(330 << 10), count: 9) == [UInt8](repeating: 0, count: 9))
    try expectSameMap(image, mixed)
  }

  /// What an unknown feature changes is unknown: not even zeros can be trusted.
  @Test func unknownFeaturesForbidAllReads() throws {
    let mixed = try MixedImage(in: TemporaryDirectory())
    var bytes = mixed.image
    bytes.store(1 << 40, at: 72, width: 8)
    let image = try Image(MemoryStorage(bytes.bytes, name: "image"))
    let refusal = try #require(image.inspection.guestDataRefusal)
    #expect(refusal.message.contains("40"))
    for guest: UInt64 in [0, 256 << 10, 330 << 10, 1 << 20] {
      #expect(throws: ImageError.guestDataRefused(refusal)) {
        try image.read(at: GuestOffset(guest), count: 1)
      }
    }
    try expectSameMap(image, mixed)
  }

  private func expectSameMap(_ image: Image, _ mixed: MixedImage) throws {
    let sound = try Image(MemoryStorage(mixed.image.bytes, name: "image"))
    #expect(
      Array(image.extents(in: image.guestRange)) == Array(sound.extents(in: sound.guestRange)))
  }

  @Test func readsPastTheEndAreRefused() throws {
    let mixed = try MixedImage(in: TemporaryDirectory())
    let image = try Image(MemoryStorage(mixed.image.bytes, name: "image"))
    let end = UInt64(mixed.whole.count)
    #expect(try image.read(at: GuestOffset(end), count: 0) == [])
    #expect(try image.read(at: GuestOffset(end - 1), count: 1) == [0])
    for (offset, count) in [(end, 1), (end - 1, 2), (.max, 1), (0, Int(end) + 1)] {
      let error = ImageError.pastEndOfDisk(
        offset: GuestOffset(offset), count: UInt64(count), size: end)
      #expect(throws: error) { try image.read(at: GuestOffset(offset), count: count) }
    }
  }
}
