internal import Glibc

/// What the bytes of a cluster look like.
package enum ContentSummary {
  /// Nothing but zeros.
  case zeros
  /// The entropy of its bytes, each by itself, in bits: 0 to 8.
  case entropy(Double)

  /// Counts bytes.
  ///
  /// - Complexity: O(the bytes).
  package init(_ bytes: [UInt8]) {
    let isZero = unsafe bytes.withUnsafeBytes { unsafe $0.isZero }
    guard !isZero else {
      self = .zeros
      return
    }
    // Four tables, because equal bytes in a row would wait for each other's count.
    var counts = [UInt32](repeating: 0, count: 1024)
    var target = counts.mutableSpan
    let source = bytes.span
    for index in source.indices { target[(index & 3) << 8 | Int(source[index])] += 1 }
    var sum = 0.0
    for byte in 0..<256 {
      let count = counts[byte] + counts[256 + byte] + counts[512 + byte] + counts[768 + byte]
      if count > 0 { sum += Double(count) * log2(Double(count)) }
    }
    self = .entropy(max(0, log2(Double(bytes.count)) - sum / Double(bytes.count)))
  }
}
