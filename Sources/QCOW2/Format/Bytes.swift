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
    var expected = first
    var at = index * 8
    for count in 0..<limit {
      let word = unsafe UInt64(
        bigEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self))
      if word & mask != expected { return count }
      expected &+= increment
      at += 8 * step
    }
    return limit
  }
}
