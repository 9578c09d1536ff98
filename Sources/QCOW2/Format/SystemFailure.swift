public import SystemPackage

/// A failed system call.
public struct SystemFailure: Hashable, Sendable, CustomStringConvertible {
  /// The call, such as `pread`.
  public let call: String
  /// What the system said.
  public let errno: Errno
  /// The position in the file, where there is one.
  public let offset: HostOffset?

  /// Records a failed call.
  public init(_ call: String, _ errno: Errno, at offset: HostOffset? = nil) {
    self.call = call
    self.errno = errno
    self.offset = offset
  }

  /// Call, place and the system's sentence.
  public var description: String {
    "\(call)\(offset.map { " at \($0)" } ?? ""): \(errno)"
  }
}
