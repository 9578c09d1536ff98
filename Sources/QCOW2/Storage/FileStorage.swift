internal import CLinux
internal import Glibc
public import SystemPackage

/// An image in a regular file or on a block device, opened for reading only.
///
/// Every read carries its position (`pread`), so threads need no lock. The descriptor is closed
/// with the last reference.
public final class FileStorage: Storage {
  /// The path, escaped for display.
  public let name: String
  /// The path as given.
  public let path: FilePath
  let descriptor: FileDescriptor
  private let isBlockDevice: Bool

  /// Opens `path` without ever waiting for it: a pipe or a terminal is refused, not opened.
  ///
  /// - Throws: `ImageError.system` where opening fails, `ImageError.notAFile` for anything but a
  ///   regular file or a block device.
  public init(_ path: FilePath) throws(ImageError) {
    self.path = path
    name = path.displayed
    do {
      descriptor = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
    } catch {
      throw .system(.init(.open, error as? Errno ?? .ioError))
    }
    do {
      isBlockDevice = try Self.isBlockDevice(Self.status(of: descriptor).st_mode & S_IFMT)
    } catch {
      try? descriptor.close()
      throw error
    }
  }

  deinit { try? descriptor.close() }

  /// Which file this is, whatever its path: the device and the inode.
  public var identity: FileIdentity? {
    (try? Self.status(of: descriptor)).map {
      FileIdentity(device: UInt64($0.st_dev), inode: UInt64($0.st_ino))
    }
  }

  /// When the content was last changed, in seconds since 1970.
  public var modificationTime: Int? { (try? Self.status(of: descriptor))?.st_mtim.tv_sec }

  /// The path by which the kernel knows the open file, or nil where it cannot tell.
  package var realPath: FilePath? { RealPath.of(descriptor) }

  /// The kind of file that a path without links names now, or nil for none; it is not opened.
  static func kind(_ path: FilePath) -> mode_t? {
    var status = stat()
    let result = unsafe path.withPlatformString { unsafe lstat($0, &status) }
    return result == 0 ? status.st_mode & S_IFMT : nil
  }

  /// - Parameter kind: The kind of a file.
  /// - Returns: Whether it is a block device; otherwise it is a regular file.
  /// - Throws: `ImageError.notAFile` where it is neither.
  static func isBlockDevice(_ kind: mode_t) throws(ImageError) -> Bool {
    switch kind {
    case S_IFREG: false
    case S_IFBLK: true
    case S_IFDIR: throw .notAFile(kind: "a directory")
    case S_IFIFO: throw .notAFile(kind: "a pipe")
    case S_IFSOCK: throw .notAFile(kind: "a socket")
    case S_IFCHR: throw .notAFile(kind: "a character device")
    default: throw .notAFile(kind: "of an unknown kind")
    }
  }

  private static func status(of descriptor: FileDescriptor) throws(ImageError) -> stat {
    var status = stat()
    guard unsafe fstat(descriptor.rawValue, &status) == 0 else {
      throw .system(.init(.fstat, Errno(rawValue: errno)))
    }
    return status
  }

  /// The length in bytes as the system tells it now.
  public func byteCount() throws(ImageError) -> UInt64 {
    guard isBlockDevice else { return UInt64(try Self.status(of: descriptor).st_size) }
    var bytes: UInt64 = 0
    guard unsafe cl_block_device_size(descriptor.rawValue, &bytes) == 0 else {
      throw .system(.init(.blockDeviceSize, Errno(rawValue: errno)))
    }
    return bytes
  }

  /// The bytes of disk that the file takes; nil for a device.
  public func allocatedByteCount() -> UInt64? {
    guard !isBlockDevice, let status = try? Self.status(of: descriptor) else { return nil }
    return UInt64(status.st_blocks) * 512
  }

  /// Reads with `pread` until `buffer` is full or the file ends.
  public func read(
    at offset: HostOffset, into buffer: inout MutableRawSpan
  ) throws(ImageError) -> Int {
    // The kernel takes signed positions; nothing lies beyond.
    guard offset.rawValue <= UInt64(Int64.max) - UInt64(buffer.byteCount) else { return 0 }
    let descriptor = descriptor
    let start = Int64(offset.rawValue)
    let result: Result<Int, Errno> = unsafe buffer.withUnsafeMutableBytes { target in
      var done = 0
      while done < target.count {
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: target[done...])
        do {
          let count = try unsafe descriptor.read(
            fromAbsoluteOffset: start + Int64(done), into: rest, retryOnInterrupt: true)
          if count == 0 { break }
          done += count
        } catch {
          return .failure(error as? Errno ?? .ioError)
        }
      }
      return .success(done)
    }
    switch result {
    case .success(let count): return count
    case .failure(let errno): throw .system(.init(.pread, errno, at: offset))
    }
  }

  /// Asks the kernel who holds QEMU's "write" byte (101); takes no lock.
  public func hasWriter() -> Bool? {
    switch cl_byte_is_locked(descriptor.rawValue, 101) {
    case 0: false
    case 1: true
    default: nil
    }
  }

  /// The length and the time of the last change; nil for a device, whose writers leave no such trace.
  public func version() -> FileVersion? {
    guard !isBlockDevice, let status = try? Self.status(of: descriptor) else { return nil }
    return FileVersion(
      byteCount: UInt64(status.st_size),
      modified: Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec))
  }
}
