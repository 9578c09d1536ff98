import QCOW2
import SystemPackage
import TestSupport
import Testing

@Suite("Sectors that cannot be read")
struct FaultTests {
  /// 512 MiB of 64 KiB clusters: one L2 table of 64 KiB, all of it in use.
  private func preallocated(in directory: TemporaryDirectory) throws -> String {
    let path = directory.file("preallocated.qcow2")
    try QEMU.create(path, size: "512M", options: ["preallocation=metadata"])
    return path
  }

  /// 4 KiB of the table map 512 clusters; the rest of it must not be lost with them.
  @Test(arguments: [0, 1, 5, 6, 7, 15])
  func aBadPartOfATableLosesItsOwnRange(slice: Int) throws {
    let directory = try TemporaryDirectory()
    let path = try preallocated(in: directory)
    let table = UInt64(try ImageBytes(contentsOf: path).l2Table(0))
    let bad = table + UInt64(slice) * 4096
    let storage = FaultyStorage(try openStorage(path), bad: [bad + 100..<bad + 101])
    let image = try Image(storage)
    let lost = UInt64(slice) * 512 * 65_536..<UInt64(slice + 1) * 512 * 65_536
    let all = Array(image.extents(in: image.guestRange))
    let damaged = all.filter { $0.kind == .damaged }
    #expect(damaged.map { $0.start.rawValue..<$0.end.rawValue } == [lost])
    let lostTable = Damage.unreadableTable(
      HostOffset(table), .init(.pread, .ioError, at: HostOffset(bad)))
    #expect(damaged.map(\.mapping) == [.damaged(lostTable)])
    #expect(all == image.reversedExtents(in: image.guestRange).reversed())
    var generator = SplitMix64(seed: 8)
    expectClippedWalks(image, &generator)
  }

  @Test func badDataIsAnErrorOfItsOwnRangeOnly() throws {
    let directory = try TemporaryDirectory()
    let mixed = try MixedImage(in: directory)
    let memory = MemoryStorage(mixed.image.bytes, name: "image")
    let sound = try Image(memory)
    let host = try #require(sound.mapping(at: GuestOffset(3 * 4096)).host).rawValue
    let image = try Image(FaultyStorage(memory, bad: [host + 5..<host + 6]))
    #expect(throws: ImageError.system(.init(.pread, .ioError, at: HostOffset(host)))) {
      try image.read(at: GuestOffset(3 * 4096), count: 4096)
    }
    let before = try image.read(at: .zero, count: 3 * 4096)
    #expect(firstDifference(before, from: mixed.whole) == nil)
    let rest = try image.read(at: GuestOffset(4 * 4096), count: mixed.whole.count - 4 * 4096)
    #expect(firstDifference(rest, from: mixed.whole, at: 4 * 4096) == nil)
    // The tables are sound, so the map is.
    #expect(
      Array(image.extents(in: image.guestRange)) == Array(sound.extents(in: sound.guestRange)))
  }

  @Test func badCompressedDataIsAnErrorOfItsOwnCluster() throws {
    let mixed = try MixedImage(in: TemporaryDirectory())
    let memory = MemoryStorage(mixed.image.bytes, name: "image")
    let host = try #require(Image(memory).mapping(at: GuestOffset(70 * 4096)).host).rawValue
    let image = try Image(FaultyStorage(memory, bad: [host..<host + 1]))
    #expect(throws: ImageError.self) { try image.read(at: GuestOffset(70 * 4096), count: 1) }
    let next = try image.read(at: GuestOffset(79 * 4096), count: 4096)
    #expect(firstDifference(next, from: mixed.whole, at: 79 * 4096) == nil)
  }

  @Test(arguments: [0, 100, 65_535])
  func aBadHeaderIsAnError(at offset: UInt64) throws {
    let directory = try TemporaryDirectory()
    let image = try BaseImage.v3.make(in: directory)
    let memory = MemoryStorage(image.bytes, name: "image")
    let storage = FaultyStorage(memory, bad: [offset..<offset + 1])
    let error = ImageError.system(.init(.pread, .ioError, at: .zero))
    #expect(throws: error) { try Inspection(storage) }
    #expect(throws: error) { try Image(storage) }
  }

  @Test func aBadL1TableIsAnError() throws {
    let image = try BaseImage.v3.make(in: TemporaryDirectory())
    let l1 = UInt64(image.l1Entry(0))
    let storage = FaultyStorage(MemoryStorage(image.bytes, name: "image"), bad: [l1..<l1 + 1])
    #expect(throws: ImageError.system(.init(.pread, .ioError, at: HostOffset(l1)))) {
      try Image(storage)
    }
    #expect(throws: Never.self) { try Inspection(storage) }
  }

  /// Every byte of the compressed data made into garbage, one stream after the other.
  @Test func garbageInCompressedDataIsAnError() throws {
    let mixed = try MixedImage(in: TemporaryDirectory())
    var generator = SplitMix64(seed: 9)
    for cluster in 64..<80 {
      var image = mixed.image
      let sound = try Image(MemoryStorage(image.bytes, name: "image"))
      let guest = GuestOffset(UInt64(cluster * 4096))
      let host = try #require(sound.mapping(at: guest).host)
      // A block type that does not exist, so that no decoder can make anything of it.
      image.store(generator.next(), at: Int(host.rawValue) + 1, width: 8)
      image.store(0xff, at: Int(host.rawValue), width: 1)
      let opened = try Image(MemoryStorage(image.bytes, name: "image"))
      #expect(throws: (any Error).self) { try opened.read(at: guest, count: 4096) }
      #expect(opened.mapping(at: guest).kind == .compressed)
      let other = try opened.read(at: .zero, count: 64 * 4096)
      #expect(firstDifference(other, from: mixed.whole) == nil)
    }
  }
}
