/// A range of a file that its file system either keeps bytes for or does not.
public struct StoredRun: Hashable, Sendable {
  /// Whether nothing is kept, so that the range reads as zeros.
  public let isHole: Bool
  /// The first byte after the range.
  public let end: HostOffset
}
