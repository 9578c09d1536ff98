/// Memory that begins with a page: the kernel copies into such about twice as fast as into memory
/// that begins anywhere.
@safe package final class PageBuffer {
  /// The size of a page.
  package static let alignment = 4096

  /// The memory, which is not cleared; there as long as this is.
  package let bytes: UnsafeMutableRawBufferPointer

  /// - Parameter count: The number of bytes.
  package init(count: Int) {
    unsafe bytes = .allocate(byteCount: count, alignment: Self.alignment)
  }

  deinit { unsafe bytes.deallocate() }
}
