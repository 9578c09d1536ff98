import Glibc

/// The first index at which `found` differs from `whole[start...]`, or nil where it is all the
/// same.
///
/// `found` must not reach past the end of `whole`.
package func firstDifference(_ found: [UInt8], from whole: [UInt8], at start: Int = 0) -> Int? {
  precondition(start + found.count <= whole.count)
  let same = unsafe found.withUnsafeBytes { left in
    unsafe whole.withUnsafeBytes { right in
      guard let left = left.baseAddress, let right = right.baseAddress else { return true }
      return unsafe memcmp(left, right + start, found.count) == 0
    }
  }
  return same ? nil : found.indices.first { found[$0] != whole[start + $0] }
}
