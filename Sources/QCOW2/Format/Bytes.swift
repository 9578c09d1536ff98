/// Bytes read from a file, with checked big-endian loads. Byte order lives here and nowhere else.
public struct Bytes: Hashable, Sendable {
  /// The bytes themselves.
  public let array: [UInt8]

  /// Wraps bytes that were read.
  public init(_ array: [UInt8]) { self.array = array }

  /// Bytes that `fill` puts into a buffer of `count`; it returns how many there are.
  static func filled<Failure: Error>(
    count: Int, by fill: (inout MutableRawSpan) throws(Failure) -> Int
  ) throws(Failure) -> Bytes {
    var array = [UInt8](repeating: 0, count: count)
    var span = array.mutableSpan
    var raw = unsafe span.mutableBytes
    let filled = try fill(&raw)
    if filled < count { array.removeLast(count - filled) }
    return Bytes(array)
  }

  /// Bytes that `read` puts into a buffer of `count`, which holds anything before; it returns how many
  /// there are. Zeros first would take half as long as reading tables does.
  static func read(
    count: Int, by read: (inout MutableRawSpan) throws(ImageError) -> Int
  ) throws(ImageError) -> Bytes {
    var failure: ImageError?
    let array = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      let room = unsafe UnsafeMutableRawBufferPointer(
        rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
      var span = unsafe room.mutableBytes
      do throws(ImageError) { initialized = try read(&span) } catch { failure = error }
    }
    if let failure { throw failure }
    return Bytes(array)
  }

  /// The number of bytes.
  public var count: Int { array.count }

  /// The big-endian integer at `offset`, or nil where it does not lie wholly within the bytes.
  public func load<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type, at offset: Int) -> T? {
    guard offset >= 0, offset <= array.count - MemoryLayout<T>.size else { return nil }
    return unsafe T(
      bigEndian: array.span.bytes.unsafeLoadUnaligned(
        fromByteOffset: offset, as: T.self))
  }

  /// The part of `range` that exists.
  public subscript(_ range: Range<Int>) -> Bytes {
    Bytes(Array(array[range.clamped(to: 0..<array.count)]))
  }

  /// The big-endian 64-bit word with the given index. The index must be within the bytes.
  @inline(__always)
  func word(_ index: Int) -> UInt64 {
    precondition(index >= 0 && index < array.count / 8)
    return unsafe UInt64(
      bigEndian: array.span.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: index * 8, as: UInt64.self))
  }

  /// Whether the bytes are the first `width` of them over and over.
  func repeats(every width: Int) -> Bool {
    unsafe array.withUnsafeBytes { unsafe $0.alike(width: width) * width == array.count }
  }

  /// How many words from `index` on, going by `step` (1 or -1), equal `first & mask`,
  /// then `first + increment & mask` and so on, looking at `limit` words at most.
  ///
  /// This is the one loop that every walk over a table spends its time in, so it is bounds-checked
  /// once and not per word.
  func run(
    from index: Int, step: Int, limit: Int, mask: UInt64, first: UInt64, increment: UInt64
  ) -> Int {
    let available = step > 0 ? array.count / 8 - index : index + 1
    let limit = min(limit, available)
    precondition(index >= 0 && limit >= 0)
    let bytes = unsafe array.span.bytes
    var count =
      increment == 0
      ? like(first, mask, from: index, step: step, limit: limit)
      : rising(first, increment, mask, from: index, step: step, limit: limit)
    var expected = first &+ increment &* UInt64(count)
    while count < limit {
      let at = (index &+ count &* step) &* 8
      let word = unsafe UInt64(
        bigEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self))
      if word & mask != expected { break }
      expected &+= increment
      count &+= 1
    }
    return count
  }

  /// How many words from `index` on equal `word & mask` for certain, looking at 64 at a time: without a
  /// branch or a change of byte order between them, so that the compiler compares two at once. A table
  /// of like entries takes 2 instructions an entry instead of 17.
  private func like(_ word: UInt64, _ mask: UInt64, from index: Int, step: Int, limit: Int) -> Int {
    let bytes = unsafe array.span.bytes
    let (word, mask) = (word.bigEndian, mask.bigEndian)
    let block = 64
    var count = 0
    while count &+ block <= limit {
      // The lowest of the block, in whichever direction it goes.
      let lowest = (step > 0 ? index &+ count : index &- count &- block &+ 1) &* 8
      var difference: UInt64 = 0
      for place in 0..<block {
        let stored = unsafe bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: lowest &+ place &* 8, as: UInt64.self)
        difference |= stored & mask ^ word
      }
      if difference != 0 { break }
      count &+= block
    }
    return count
  }

  /// The same of words that differ by `increment`, whose byte order cannot be left alone: sixteen at a
  /// time without a branch take 6 instructions each instead of 10.
  private func rising(
    _ first: UInt64, _ increment: UInt64, _ mask: UInt64, from index: Int, step: Int, limit: Int
  ) -> Int {
    let bytes = unsafe array.span.bytes
    let block = 16
    var count = 0
    var expected = first
    while count &+ block <= limit {
      var difference: UInt64 = 0
      for place in 0..<block {
        let at = (index &+ (count &+ place) &* step) &* 8
        let word = unsafe UInt64(
          bigEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self))
        difference |= word & mask ^ expected
        expected &+= increment
      }
      if difference != 0 { break }
      count &+= block
    }
    return count
  }
}
