/// A guest range as `qemu-img map` describes it.
package struct MapEntry: Hashable, Sendable {
  /// The first byte.
  package var start: UInt64
  /// The length in bytes.
  package var length: UInt64
  /// The layer that provides the range.
  package let depth: Int
  /// What the layer says of the range.
  package let content: Content
  /// Where the first byte lies in the layer's file; nil for what is compressed or encrypted.
  package let offset: UInt64?

  /// What QEMU tells apart.
  package enum Content: Hashable, Sendable {
    /// No layer says anything.
    case absent
    /// Zeros.
    case zero
    /// Guest data.
    case data
    /// Guest data that the file system keeps no bytes for, so that it is zeros.
    case zeroData
    /// Compressed guest data.
    case compressed
    /// A range without bytes, of which QEMU says nothing either way.
    case nothing
    /// Nobody can tell: a file is not open, or the tables are broken. QEMU fails here.
    case unknown
  }

  /// Whether any layer says something of the range.
  package var isPresent: Bool { ![.absent, .nothing, .unknown].contains(content) }
  /// Whether it reads as zeros.
  package var isZero: Bool { [.absent, .zero, .zeroData].contains(content) }
  /// Whether it is guest data.
  package var isData: Bool { [.data, .zeroData, .compressed].contains(content) }

  /// Adds `next`, which begins where this ends, if QEMU shows the two as one.
  mutating func join(following next: MapEntry) -> Bool {
    guard depth == next.depth, isPresent == next.isPresent, isZero == next.isZero,
      isData == next.isData, (offset == nil) == (next.offset == nil),
      offset.map({ $0 + length }) == next.offset
    else { return false }
    length += next.length
    return true
  }
}
