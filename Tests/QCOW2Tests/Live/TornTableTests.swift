import QCOW2
import Synchronization
import TestSupport
import Testing

/// A storage that gives the first reader of a place something else than what is there.
private final class TornStorage: Storage {
  private let inner: MemoryStorage
  private let place: Range<UInt64>
  private let isTorn = Mutex(true)
  private let writes: Bool

  /// - Parameters:
  ///   - bytes: What is there.
  ///   - place: What is given as all ones once.
  ///   - writes: Whether somebody is said to write.
  init(_ bytes: [UInt8], torn place: Range<UInt64>, writes: Bool) {
    inner = MemoryStorage(bytes, name: "torn")
    self.place = place
    self.writes = writes
  }

  var name: String { inner.name }
  func byteCount() -> UInt64 { inner.byteCount() }
  func allocatedByteCount() -> UInt64? { nil }
  func hasWriter() -> Bool? { writes }
  func version() -> FileVersion? { nil }

  func read(at offset: HostOffset, into buffer: inout MutableRawSpan) -> Int {
    let count = inner.read(at: offset, into: &buffer)
    let range = offset.rawValue..<offset.rawValue + UInt64(count)
    guard range.overlaps(place) else { return count }
    let spoils = isTorn.withLock { isTorn in
      defer { isTorn = false }
      return isTorn
    }
    guard spoils else { return count }
    for position in range.clamped(to: place) {
      buffer.storeBytes(
        of: 0xff, toByteOffset: Int(position - offset.rawValue), as: UInt8.self)
    }
    return count
  }
}

@Suite struct TornTableTests {
  /// An entry of an L2 table that is half written when it is read first.
  @Test(arguments: [true, false]) func isReadAgainBeforeItIsDamage(isLive: Bool) throws {
    let mixed = try MixedImage(in: TemporaryDirectory())
    let entry = UInt64(mixed.image.l2Entry(0, 5))
    func image() throws -> Image {
      try Image(TornStorage(mixed.image.bytes, torn: entry + 2..<entry + 7, writes: isLive))
    }
    let guest = GuestOffset(5 * 4096)
    #expect(try (image().mapping(at: guest).kind == .data) == isLive)
    #expect(try image().extents(in: image().guestRange).contains { $0.kind == .damaged } != isLive)
    let found = try? image().read(at: guest, count: 4096)
    #expect(found == (isLive ? [UInt8](repeating: 6, count: 4096) : nil))
  }
}
