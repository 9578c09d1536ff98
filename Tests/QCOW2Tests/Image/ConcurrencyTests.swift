import Dispatch
import QCOW2
import Synchronization
import TestSupport
import Testing

@Suite("Many threads, one image")
struct ConcurrencyTests {
  @Test(arguments: ["", "zlib", "zstd"]) func everyoneReadsTheRightBytes(codec: String) throws {
    let disk = try RealDisk.shared()
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    let options = ["cluster_size=16k"] + (codec == "zstd" ? ["compression_type=zstd"] : [])
    try QEMU.convert(disk.path, to: path, options: options, compressed: !codec.isEmpty)
    // Caches so small that threads take each other's slots all the time.
    let image = try Image(openStorage(path), caches: .init(tables: 16_384, clusters: 65_536))
    let wrong = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      var generator = SplitMix64(seed: UInt64(thread))
      for _ in 0..<400 {
        let start = Int.random(in: 0..<RealDisk.size, using: &generator)
        let count = min(Int.random(in: 0..<50_000, using: &generator), RealDisk.size - start)
        let found = try? image.read(at: GuestOffset(UInt64(start)), count: count)
        if found.map({ firstDifference($0, from: disk.bytes, at: start) == nil }) != true {
          wrong.withLock { $0.append("thread \(thread), \(start) + \(count)") }
        }
      }
    }
    #expect(wrong.withLock { $0 } == [])
    #expect(image.tableCacheStatistics.byteCount <= 16_384)
    #expect(image.clusterCacheStatistics.byteCount <= 65_536)
  }

  @Test func aFileThatShrinksAndGrowsUnderReadersTrapsNobody() throws {
    var bytes = try MixedImage(in: TemporaryDirectory()).image
    bytes.store(1 << 40, at: bytes.l2Entry(0, 200), width: 8)
    let memory = MemoryStorage(bytes.bytes, name: "live")
    let image = try Image(LiveStorage(memory))
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      for index in 0..<3000 {
        let cluster = thread % 2 == 0 ? 200 : index % 64
        let kind = image.mapping(at: GuestOffset(UInt64(cluster * 4096))).kind
        if kind != .data, kind != .damaged { Issue.record("\(cluster) is \(kind)") }
      }
    }
  }

  @Test func cancellationEndsAWalk() throws {
    let mixed = try MixedImage(in: TemporaryDirectory())
    let image = try Image(MemoryStorage(mixed.image.bytes, name: "image"))
    let cancellation = Cancellation()
    #expect(!cancellation.isCancelled)
    var extents = image.extents(in: image.guestRange, cancellation: cancellation)
    #expect(extents.next() != nil)
    cancellation.cancel()
    #expect(cancellation.isCancelled)
    #expect(extents.next() == nil)
  }
}

/// A live file: its length is another one each time somebody asks.
private final class LiveStorage: Storage {
  private let inner: MemoryStorage
  private let turns = Atomic(0)
  let name = "live"

  init(_ inner: MemoryStorage) { self.inner = inner }

  func byteCount() -> UInt64 {
    turns.add(1, ordering: .relaxed).oldValue % 2 == 0 ? inner.byteCount() : 4096
  }
  func read(at offset: HostOffset, into buffer: inout MutableRawSpan) -> Int {
    inner.read(at: offset, into: &buffer)
  }
  func allocatedByteCount() -> UInt64? { nil }
  func hasWriter() -> Bool? { true }
  func version() -> FileVersion? { nil }
}
