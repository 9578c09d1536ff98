internal import Glibc

extension UnsafeRawBufferPointer {
  /// Whether all bytes are zero.
  package var isZero: Bool {
    guard let base = baseAddress, count > 0 else { return true }
    // Where the first is zero and each is as the one before, all are; nothing compares faster.
    return unsafe self[0] == 0 && memcmp(base, base + 1, count - 1) == 0
  }
}
