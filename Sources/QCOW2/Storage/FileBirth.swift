internal import CLinux
package import SystemPackage

/// When files were made: a number that tells a file from a later one with its path and its inode.
package enum FileBirth {
  /// Nanoseconds since 1970; nil where the file system does not know.
  package static func time(of path: FilePath) -> UInt64? {
    let time = unsafe path.withPlatformString { unsafe cl_birth_time($0) }
    return time == 0 ? nil : time
  }
}
