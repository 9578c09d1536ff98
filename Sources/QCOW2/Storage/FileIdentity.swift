/// Which file something is, whatever path leads to it.
public struct FileIdentity: Hashable, Sendable {
  /// The device it lies on.
  public let device: UInt64
  /// Its number there.
  public let inode: UInt64
}
