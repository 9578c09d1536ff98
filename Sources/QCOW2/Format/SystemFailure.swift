public import SystemPackage

/// A system call that may fail. The raw value is its name for people.
///
/// No free text: what is made of a cluster is copied at every step of a walk, and a string in it would
/// have to be counted each time.
public enum SystemCall: String, Hashable, Sendable {
  case open, read, pread, pwrite, stat, fstat, ftruncate, fdatasync
  case blockDeviceSize = "ioctl BLKGETSIZE64"
}

/// A failed system call.
public struct SystemFailure: Hashable, Sendable, CustomStringConvertible {
  /// The call.
  public let call: SystemCall
  /// What the system said.
  public let errno: Errno
  /// The position in the file, where there is one.
  public let offset: HostOffset?

  /// Records a failed call.
  public init(_ call: SystemCall, _ errno: Errno, at offset: HostOffset? = nil) {
    self.call = call
    self.errno = errno
    self.offset = offset
  }

  /// Call, place and the system's sentence.
  public var description: String {
    "\(call.rawValue)\(offset.map { " at \($0)" } ?? ""): \(errno)"
  }
}
