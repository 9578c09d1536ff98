internal import Glibc
package import SystemPackage

/// Paths without links.
package enum RealPath {
  /// The path with every link followed, or nil where nothing is there.
  package static func resolve(_ path: FilePath) -> FilePath? {
    unsafe path.withPlatformString { name in
      guard let real = unsafe realpath(name, nil) else { return nil }
      defer { unsafe free(real) }
      return unsafe FilePath(platformString: real)
    }
  }

  /// The path from the root on; nothing along it is looked at.
  package static func absolute(_ path: FilePath) -> FilePath {
    path.isAbsolute ? path : resolve(".")?.pushing(path) ?? path
  }

  /// The path by which the kernel knows an open file, or nil where it cannot tell.
  static func of(_ descriptor: FileDescriptor) -> FilePath? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let length = unsafe readlink("/proc/self/fd/\(descriptor.rawValue)", &buffer, Int(PATH_MAX))
    guard length > 0 else { return nil }
    return unsafe buffer.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      return unsafe FilePath(platformString: start)
    }
  }
}
