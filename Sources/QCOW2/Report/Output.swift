package import SystemPackage

/// Bytes on their way to a descriptor, gathered in one buffer.
///
/// A write that fails is remembered, and what follows is dropped: who writes asks once, at the end or
/// between long stretches, instead of at every word.
package final class Output {
  /// Why writing ended early.
  package private(set) var failure: Errno?
  /// How text for people is coloured.
  package let paint: Paint
  private let descriptor: FileDescriptor
  private var buffer: [UInt8] = []

  private static let limit = 1 << 16
  private static let few = 1 << 12

  /// Writes nothing yet.
  ///
  /// - Parameters:
  ///   - descriptor: Where the bytes go.
  ///   - paint: How text for people is coloured.
  package init(_ descriptor: FileDescriptor, _ paint: Paint = .none) {
    self.descriptor = descriptor
    self.paint = paint
    buffer.reserveCapacity(Self.limit + 4096)
  }

  /// Appends text.
  package func write(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.limit { flush() }
  }

  /// Appends one byte.
  package func write(_ byte: UInt8) {
    buffer.append(byte)
    if buffer.count >= Self.limit { flush() }
  }

  /// Appends a number in decimal digits, without making a string of it.
  package func write(_ number: UInt64) {
    let length = DecimalDigits.count(of: number)
    let start = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: length))
    unsafe buffer.withUnsafeMutableBytes {
      unsafe DecimalDigits.write(number, length, to: $0, at: start)
    }
    if buffer.count >= Self.limit { flush() }
  }

  /// Appends bytes; many go past the buffer.
  package func write(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count > Self.few else {
      unsafe buffer.append(contentsOf: bytes)
      if buffer.count >= Self.limit { flush() }
      return
    }
    flush()
    guard failure == nil else { return }
    do { _ = try unsafe descriptor.writeAll(bytes) } catch { failure = Self.reason(error) }
  }

  /// Hands on what was gathered.
  package func flush() {
    defer { buffer.removeAll(keepingCapacity: true) }
    guard failure == nil, !buffer.isEmpty else { return }
    do { _ = try descriptor.writeAll(buffer) } catch { failure = Self.reason(error) }
  }

  private static func reason(_ error: any Error) -> Errno { error as? Errno ?? .ioError }
}
