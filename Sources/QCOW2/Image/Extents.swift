/// The maximal runs of a guest range, found one after the other as they are asked for.
public struct Extents: Sequence, IteratorProtocol, Sendable {
  private var walk: SegmentWalk
  private var pending: Extent?
  private let isDown: Bool
  private let cancellation: Cancellation?

  init(_ walk: SegmentWalk, isDown: Bool, cancellation: Cancellation?) {
    self.walk = walk
    self.isDown = isDown
    self.cancellation = cancellation
  }

  /// The next run, or nil at the end of the range or once stopping was asked for.
  public mutating func next() -> Extent? {
    var run = pending ?? walk.next()
    pending = nil
    while var lower = run, let next = walk.next() {
      if cancellation?.isCancelled == true { return nil }
      var upper = next
      let joined = isDown ? upper.join(following: lower) : lower.join(following: next)
      guard joined else {
        pending = next
        return run
      }
      run = isDown ? upper : lower
    }
    return run
  }
}

extension Image {
  /// The maximal runs of a guest range in rising order, each clipped to the range.
  ///
  /// Nothing is read before a run is asked for, and then only tables that exist.
  ///
  /// - Parameters:
  ///   - range: The guest range; what lies past the end of the disk is left out.
  ///   - cancellation: Ends the sequence early.
  /// - Returns: A sequence that reads tables as it goes.
  public func extents(
    in range: Range<GuestOffset>, cancellation: Cancellation? = nil
  ) -> Extents {
    Extents(SegmentWalk(self, range), isDown: false, cancellation: cancellation)
  }

  /// The same runs in falling order.
  public func reversedExtents(
    in range: Range<GuestOffset>, cancellation: Cancellation? = nil
  ) -> Extents {
    Extents(SegmentWalk(self, range, .down), isDown: true, cancellation: cancellation)
  }

  /// The whole virtual disk.
  public var guestRange: Range<GuestOffset> { .zero..<geometry.end }
}
