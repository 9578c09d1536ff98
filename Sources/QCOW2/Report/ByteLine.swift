/// Bytes gathered for a descriptor, written straight into their place. One thread at a time has it.
///
/// `Array.append(contentsOf:)` costs some seventy instructions a piece, and a line of a map has a dozen.
@safe final class ByteLine: @unchecked Sendable {
  private var storage: UnsafeMutableRawBufferPointer
  private(set) var count = 0

  /// - Parameter capacity: The bytes that there is room for at first.
  init(capacity: Int) {
    unsafe storage = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { unsafe storage.deallocate() }

  /// Makes room for as many bytes more, at least.
  @inline(__always)
  func reserve(_ more: Int) {
    if unsafe more > storage.count - count { grow(more) }
  }

  private func grow(_ more: Int) {
    let larger = unsafe UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(storage.count * 2, count + more), alignment: 16)
    unsafe larger.copyMemory(from: .init(rebasing: storage[..<count]))
    unsafe storage.deallocate()
    unsafe storage = larger
  }

  /// Puts a text, for which there must be room.
  @inline(__always)
  func put(_ text: StaticString) {
    let length = text.utf8CodeUnitCount
    precondition(unsafe length <= storage.count - count)
    unsafe storage.baseAddress?.advanced(by: count).copyMemory(
      from: text.utf8Start, byteCount: length)
    count += length
  }

  /// Puts a number in decimal digits, for which there must be room.
  func put(decimal number: UInt64) {
    let length = DecimalDigits.count(of: number)
    precondition(unsafe length <= storage.count - count)
    unsafe DecimalDigits.write(number, length, to: storage, at: count)
    count += length
  }

  /// Hands the bytes on and begins anew.
  func hand(to output: Output) {
    unsafe output.write(UnsafeRawBufferPointer(rebasing: storage[..<count]))
    count = 0
  }
}
