internal import Glibc

extension UnsafeRawBufferPointer {
  /// How many elements of `width` bytes, from the first one on, are like it.
  ///
  /// Compares the bytes with themselves, `width` bytes on, which the system does a few dozen at a time:
  /// 16.7 million clusters took 14 instructions each to compare one by one, and take less than one.
  func alike(width: Int) -> Int {
    guard width > 0, count >= width, let start = baseAddress else { return 0 }
    let block = 64 * width
    var end = width
    while end + block <= count, unsafe memcmp(start + end, start + end - width, block) == 0 {
      end += block
    }
    while end + width <= count, unsafe memcmp(start + end, start, width) == 0 { end += width }
    return end / width
  }
}
