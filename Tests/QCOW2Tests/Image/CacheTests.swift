import QCOW2
import TestSupport
import Testing

@Suite("Caches and calls")
struct CacheTests {
  /// An image whose tables are all there and whose data is a hole in the file.
  private func preallocated(
    _ size: String, in directory: TemporaryDirectory
  ) throws -> CountingStorage {
    let path = directory.file("preallocated.qcow2")
    try QEMU.create(path, size: size, options: ["preallocation=metadata"])
    return CountingStorage(try openStorage(path))
  }

  @Test func aMissReads4KiBOfATable() throws {
    let directory = try TemporaryDirectory()
    let storage = try preallocated("64G", in: directory)
    let image = try Image(storage)
    var generator = SplitMix64(seed: 64)
    storage.reset()
    for _ in 0..<1000 {
      let guest = UInt64.random(in: 0..<(64 << 30) / 512, using: &generator) * 512
      _ = try image.read(at: GuestOffset(guest), count: 512)
    }
    let tables = storage.calls.filter { $0.count != 512 }
    let statistics = image.tableCacheStatistics
    #expect(storage.calls.count - tables.count == 1000)
    #expect(tables.allSatisfy { $0.count == 4096 && $0.offset % 4096 == 0 })
    #expect(tables.count == statistics.misses)
    #expect(statistics.hits + statistics.misses == 1000)
    // 2048 slices are there, so most of 1000 are new; all of them fit the cache.
    #expect(statistics.misses == Set(tables.map(\.offset)).count)
    #expect(statistics.byteCount == statistics.misses * 4096)
  }

  @Test func sequentialReadsTouchEachSliceOnce() throws {
    let directory = try TemporaryDirectory()
    let storage = try preallocated("1G", in: directory)
    let image = try Image(storage)
    storage.reset()
    let step = 1 << 20
    for start in stride(from: 0, to: 1 << 30, by: step) {
      _ = try image.read(at: GuestOffset(UInt64(start)), count: step)
    }
    // 16,384 clusters, 512 entries to a slice.
    #expect(image.tableCacheStatistics.misses == 32)
    #expect(image.tableCacheStatistics.hits == 1024 - 32)
    #expect(storage.calls.filter { $0.count == 4096 }.count == 32)
  }

  @Test(arguments: [true, false]) func aWalkReadsNoByteOfATableTwice(isUp: Bool) throws {
    let directory = try TemporaryDirectory()
    let storage = try preallocated("4G", in: directory)
    let image = try Image(storage)
    storage.reset()
    let range = image.guestRange
    let count =
      isUp ? image.extents(in: range).map(\.length) : image.reversedExtents(in: range).map(\.length)
    #expect(count.reduce(0, +) == 4 << 30)
    let calls = storage.calls.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
    #expect(zip(calls, calls.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
    // Eight tables of 64 KiB.
    #expect(calls.reduce(0) { $0 + $1.count } == 8 * 65_536)
    // The longer it goes on, the more it reads at once.
    #expect(calls.count <= 48)
  }

  /// 64 KiB of slices at once, 1 MiB of tables.
  @Test func theTableCacheKeepsItsLimit() throws {
    let directory = try TemporaryDirectory()
    let storage = try preallocated("8G", in: directory)
    let image = try Image(storage, caches: .init(tables: 65_536, clusters: 0))
    #expect(image.tableCacheStatistics.limit == 65_536)
    var generator = SplitMix64(seed: 8)
    for _ in 0..<600 {
      let guest = UInt64.random(in: 0..<8 << 30, using: &generator)
      _ = image.mapping(at: GuestOffset(guest))
      #expect(image.tableCacheStatistics.byteCount <= 65_536)
    }
    #expect(image.tableCacheStatistics.byteCount == 65_536)
    #expect(image.tableCacheStatistics.misses > 256)
    // What was just used is still there.
    let before = image.tableCacheStatistics
    _ = image.mapping(at: .zero)
    _ = image.mapping(at: GuestOffset(65_536))
    #expect(image.tableCacheStatistics.misses <= before.misses + 1)
  }

  @Test func adjacentHostRangesAreReadWithOneCall() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("adjacent.qcow2")
    try QEMU.create(path, size: "64M", options: ["cluster_size=4k"])
    // 512 entries to a table, so the run goes over a border of tables.
    try QEMU.io(path, ["write -P 1 0 4k", "write -P 2 2M 4k", "write -P 3 8k 1M"])
    let storage = CountingStorage(try openStorage(path))
    let image = try Image(storage)
    _ = image.mapping(at: .zero)
    storage.reset()
    let found = try image.read(at: GuestOffset(8192 + 100), count: (1 << 20) - 200)
    #expect(found == [UInt8](repeating: 3, count: (1 << 20) - 200))
    let host = try #require(image.mapping(at: GuestOffset(8192 + 100)).host)
    #expect(storage.calls == [.init(offset: host.rawValue, count: (1 << 20) - 200)])
  }

  @Test func compressedClustersAreDecodedOnce() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("compressed.qcow2")
    try QEMU.create(path, size: "1M")
    try QEMU.io(path, (0..<4).map { "write -c -P \($0 + 1) \($0 * 64)k 64k" })
    let storage = CountingStorage(try openStorage(path))
    let image = try Image(storage, caches: .init(tables: 4096, clusters: 2 * 65_536))
    for cluster in [0, 0, 1, 0, 1] {
      let found = try image.read(at: GuestOffset(UInt64(cluster * 65_536 + 9)), count: 10)
      #expect(found == [UInt8](repeating: UInt8(cluster + 1), count: 10))
    }
    #expect(image.clusterCacheStatistics.misses == 2)
    #expect(image.clusterCacheStatistics.hits == 3)
    #expect(image.clusterCacheStatistics.byteCount == 2 * 65_536)
    for cluster in [2, 3, 0, 1, 2] {
      _ = try image.read(at: GuestOffset(UInt64(cluster * 65_536)), count: 1)
      #expect(image.clusterCacheStatistics.byteCount <= 2 * 65_536)
    }
    storage.reset()
    _ = try image.read(at: GuestOffset(2 * 65_536), count: 65_536)
    #expect(storage.calls.isEmpty)
  }

  /// Without room every look-up loads, and everything still works.
  @Test func aCacheOfNothingHoldsNothing() throws {
    let mixed = try MixedImage(in: TemporaryDirectory())
    let storage = MemoryStorage(mixed.image.bytes, name: "image")
    let image = try Image(storage, caches: .init(tables: 0, clusters: 4095))
    let found = try image.read(at: .zero, count: mixed.whole.count)
    #expect(firstDifference(found, from: mixed.whole) == nil)
    #expect(image.tableCacheStatistics.byteCount == 0)
    #expect(image.clusterCacheStatistics.byteCount == 0)
    #expect(image.clusterCacheStatistics.hits == 0)
    #expect(image.clusterCacheStatistics.misses == 16)
  }

  /// Cost follows what exists: the tables of an empty disk of 64 TiB are its L1 table.
  @Test func aHugeEmptyDiskCostsNothing() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("huge.qcow2")
    try QEMU.create(path, size: "64T", options: ["cluster_size=2M"])
    let storage = CountingStorage(try openStorage(path))
    let image = try Image(storage)
    storage.reset()
    let extents = Array(image.extents(in: image.guestRange))
    #expect(extents.map(\.length) == [64 << 40])
    #expect(extents == Array(image.reversedExtents(in: image.guestRange)))
    #expect(storage.calls.isEmpty)
  }
}
