internal import Synchronization

/// A flag by which one thread asks a long operation on another to stop. Operations look at it at
/// every table or cluster.
public final class Cancellation: Sendable {
  private let flag = Atomic(false)

  /// Nothing is asked yet.
  public init() {}

  /// Asks to stop; there is no way back.
  public func cancel() { flag.store(true, ordering: .relaxed) }

  /// Whether stopping was asked for.
  public var isCancelled: Bool { flag.load(ordering: .relaxed) }
}
