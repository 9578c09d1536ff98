/// Bytes of a disk that match.
package struct SearchMatch: Hashable, Sendable {
  /// The first byte.
  package let start: GuestOffset
  /// The number of bytes, never 0.
  package let length: Int

  /// - Parameters:
  ///   - start: The first byte.
  ///   - length: The number of bytes.
  package init(start: GuestOffset, length: Int) {
    self.start = start
    self.length = length
  }

  /// The bytes.
  package var range: Range<GuestOffset> { start..<start + UInt64(length) }
}
