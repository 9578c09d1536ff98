/// The maximal runs of a guest range, found one after the other as they are asked for.
public struct Extents: Sequence, IteratorProtocol, Sendable {
  private var walk: DiskWalk
  private var pending: Extent?
  private let isDown: Bool
  private let cancellation: Cancellation?

  init(_ walk: DiskWalk, isDown: Bool, cancellation: Cancellation?) {
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
