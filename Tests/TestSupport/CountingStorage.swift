package import QCOW2
import Synchronization

/// Remembers every read of the storage that it wraps.
package final class CountingStorage: Storage {
  /// One call of `read`.
  package struct Call: Hashable, Sendable {
    package let offset: UInt64
    package let count: Int

    package init(offset: UInt64, count: Int) {
      self.offset = offset
      self.count = count
    }

    /// The bytes asked for.
    package var range: Range<UInt64> { offset..<offset + UInt64(count) }
  }

  private let inner: any Storage
  private let log = Mutex<[Call]>([])

  package init(_ inner: any Storage) { self.inner = inner }

  /// The calls so far, in order.
  package var calls: [Call] { log.withLock { $0 } }

  /// Forgets the calls so far.
  package func reset() { log.withLock { $0 = [] } }

  package var name: String { inner.name }
  package func byteCount() throws(ImageError) -> UInt64 { try inner.byteCount() }
  package func allocatedByteCount() -> UInt64? { inner.allocatedByteCount() }
  package func hasWriter() -> Bool? { inner.hasWriter() }
  package func version() -> FileVersion? { inner.version() }

  package func read(
    at offset: HostOffset, into buffer: inout MutableRawSpan
  ) throws(ImageError) -> Int {
    let call = Call(offset: offset.rawValue, count: buffer.byteCount)
    log.withLock { $0.append(call) }
    return try inner.read(at: offset, into: &buffer)
  }
}
