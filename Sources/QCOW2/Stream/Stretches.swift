/// A range in pieces that a reader takes at once; all but the first begin at a multiple of the limit.
package struct Stretches: Sequence, IteratorProtocol {
  private var rest: Range<GuestOffset>

  /// - Parameter range: The whole range.
  package init(_ range: Range<GuestOffset>) { rest = range }

  package mutating func next() -> Range<GuestOffset>? {
    guard !rest.isEmpty else { return nil }
    let limit = UInt64(DiskReader.limit)
    let end = Swift.min(
      rest.upperBound, rest.lowerBound + (limit - rest.lowerBound.rawValue % limit))
    defer { rest = end..<rest.upperBound }
    return rest.lowerBound..<end
  }
}
