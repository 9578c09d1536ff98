import Foundation
import QCOW2

/// A storage that keeps every reader waiting while its gate is shut.
final class GatedStorage: Storage {
  private let inner: any Storage
  private let gate = NSCondition()
  // Touched with the condition held only.
  private nonisolated(unsafe) var isShut = false
  private nonisolated(unsafe) var waiting = 0

  init(_ inner: any Storage) { self.inner = inner }

  func shut() { gate.withLock { unsafe isShut = true } }

  func open() {
    gate.withLock { unsafe isShut = false }
    gate.broadcast()
  }

  /// The readers at the gate.
  var waiters: Int { gate.withLock { unsafe waiting } }

  var name: String { inner.name }
  func byteCount() throws(ImageError) -> UInt64 { try inner.byteCount() }
  func allocatedByteCount() -> UInt64? { inner.allocatedByteCount() }
  func hasWriter() -> Bool? { inner.hasWriter() }
  func version() -> FileVersion? { inner.version() }

  func read(at offset: HostOffset, into buffer: inout MutableRawSpan) throws(ImageError) -> Int {
    gate.lock()
    unsafe waiting += 1
    while unsafe isShut { gate.wait() }
    unsafe waiting -= 1
    gate.unlock()
    return try inner.read(at: offset, into: &buffer)
  }
}
