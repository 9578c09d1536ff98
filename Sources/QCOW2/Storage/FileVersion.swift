/// What tells one state of a file's content from the next, as far as the system notices.
public struct FileVersion: Hashable, Sendable {
  /// The length in bytes.
  public let byteCount: UInt64
  /// When the content was last changed, in nanoseconds since 1970; the clock behind it may tick in
  /// milliseconds.
  public let modified: Int64

  /// Records a state.
  public init(byteCount: UInt64, modified: Int64) {
    self.byteCount = byteCount
    self.modified = modified
  }
}
