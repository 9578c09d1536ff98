/// A guest range of one kind whose host bytes, where it has any, are contiguous too. Compressed
/// ranges join whole streams, wherever each of them lies.
public struct Extent: Hashable, Sendable {
  /// The first byte.
  public internal(set) var start: GuestOffset
  /// The length in bytes, never 0.
  public internal(set) var length: UInt64
  /// What the first byte is made of.
  public internal(set) var mapping: Mapping
  /// The layer of the disk that provides the range: 0 is the image itself, 1 its backing file.
  public internal(set) var layer = 0

  init(_ range: Range<GuestOffset>, _ mapping: Mapping) {
    self.init(
      start: range.lowerBound, length: range.upperBound - range.lowerBound, mapping: mapping)
  }

  init(start: GuestOffset, length: UInt64, mapping: Mapping) {
    self.start = start
    self.length = length
    self.mapping = mapping
  }

  /// The kind of the range.
  public var kind: ExtentKind { mapping.kind }
  /// Where the first byte lies in the file; for compressed ranges, where the first stream begins.
  public var host: HostOffset? { mapping.host }
  /// The first byte after the range.
  public var end: GuestOffset { start + length }
  /// The range.
  public var range: Range<GuestOffset> { start..<end }

  /// The part within `range`, which must overlap.
  func clipped(to range: Range<GuestOffset>) -> Extent {
    var part = self
    if part.start < range.lowerBound {
      let cut = range.lowerBound - part.start
      part.start = range.lowerBound
      part.length -= cut
      part.mapping = part.mapping.advanced(by: cut)
    }
    if part.end > range.upperBound { part.length = range.upperBound - part.start }
    return part
  }

  /// Adds `next`, which begins where this ends, if the two are one run.
  mutating func join(following next: Extent) -> Bool {
    guard layer == next.layer, mapping.advanced(by: length).isContinued(by: next.mapping) else {
      return false
    }
    length += next.length
    return true
  }
}

extension Mapping {
  /// The mapping `count` bytes further on in the same run.
  func advanced(by count: UInt64) -> Mapping {
    switch self {
    case .data(let host): .data(host + count)
    case .zeroAllocated(let host): .zeroAllocated(host + count)
    case .damaged(.clusterPastEnd(let host)): .damaged(.clusterPastEnd(host + count))
    case .unallocated, .zeroPlain, .compressed, .missing, .damaged: self
    }
  }

  fileprivate func isContinued(by next: Mapping) -> Bool {
    if case (.compressed, .compressed) = (self, next) { return true }
    return self == next
  }
}
