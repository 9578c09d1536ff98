package import QCOW2
import SystemPackage

/// A storage some of whose sectors cannot be read, as on a failing disk.
package struct FaultyStorage: Storage {
  private let inner: any Storage
  private let bad: [Range<UInt64>]

  /// - Parameters:
  ///   - inner: The storage that is read elsewhere.
  ///   - bad: The ranges; a read that touches one fails with EIO.
  package init(_ inner: any Storage, bad: [Range<UInt64>]) {
    self.inner = inner
    self.bad = bad
  }

  package var name: String { inner.name }
  package func byteCount() throws(ImageError) -> UInt64 { try inner.byteCount() }
  package func allocatedByteCount() -> UInt64? { inner.allocatedByteCount() }
  package func hasWriter() -> Bool? { inner.hasWriter() }
  package func version() -> FileVersion? { inner.version() }

  package func read(
    at offset: HostOffset, into buffer: inout MutableRawSpan
  ) throws(ImageError) -> Int {
    let wanted = offset.rawValue..<offset.rawValue + UInt64(buffer.byteCount)
    if bad.contains(where: { $0.overlaps(wanted) }) {
      throw .system(.init(.pread, .ioError, at: offset))
    }
    return try inner.read(at: offset, into: &buffer)
  }
}
