extension MutableRawSpan {
  /// Fills the bytes from `count` on with zeros.
  mutating func zero(from count: Int) {
    unsafe withUnsafeMutableBytes { target in
      _ = unsafe UnsafeMutableRawBufferPointer(rebasing: target[count...]).initializeMemory(
        as: UInt8.self, repeating: 0)
    }
  }

  /// Fills the span with as many bytes of `source` from `start` on, which must be there.
  mutating func copy(_ source: Bytes, from start: Int) {
    unsafe withUnsafeMutableBytes { target in
      unsafe source.array.withUnsafeBytes { source in
        unsafe target.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source[start..<start + target.count]))
      }
    }
  }
}
