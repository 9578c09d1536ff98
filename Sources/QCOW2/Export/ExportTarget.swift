internal import CLinux
internal import Glibc
package import SystemPackage

/// The raw file or block device that an export goes to.
package final class ExportTarget {
  /// What is all zeros in a stretch this long is not written: a page of most file systems.
  private static let block = 4096

  /// The bytes that were written.
  package private(set) var written: UInt64 = 0
  /// The bytes that share the blocks of another file instead.
  package private(set) var shared: UInt64 = 0
  private let descriptor: FileDescriptor
  private let path: FilePath
  private let isDevice: Bool
  /// Whether a range may still share the blocks of another file: none does after the first that cannot.
  private(set) var mayShare: Bool

  private init(_ descriptor: FileDescriptor, _ path: FilePath, isDevice: Bool) {
    self.descriptor = descriptor
    self.path = path
    self.isDevice = isDevice
    mayShare = !isDevice
  }

  deinit { try? descriptor.close() }

  /// Makes a file that is not there yet.
  ///
  /// - Returns: The target, or nil where something has the name already.
  /// - Throws: `ImageError` where it cannot be made.
  package static func create(_ path: FilePath) throws(ImageError) -> ExportTarget? {
    do {
      let descriptor = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      return ExportTarget(descriptor, path, isDevice: false)
    } catch Errno.fileExists {
      return nil
    } catch {
      throw .system(.init(.open, error as? Errno ?? .ioError))
    }
  }

  /// Opens what is there, and changes nothing of it yet.
  ///
  /// - Parameters:
  ///   - path: A regular file or a block device.
  ///   - disk: What must not be written to.
  /// - Returns: The target.
  /// - Throws: `ImageError` where it is something else, or one of the files of the disk.
  package static func open(
    _ path: FilePath, notOf disk: Disk
  ) throws(ImageError) -> ExportTarget {
    var status = stat()
    let result = unsafe path.withPlatformString { unsafe stat($0, &status) }
    guard result == 0 else {
      throw .system(.init(.stat, Errno(rawValue: errno)))
    }
    let isDevice = status.st_mode & S_IFMT == S_IFBLK
    guard isDevice || status.st_mode & S_IFMT == S_IFREG else {
      throw .openRefused("is neither a regular file nor a block device")
    }
    for file in disk.layers.flatMap({ [$0.path, $0.dataFile?.path] }).compactMap({ $0 }) {
      var source = stat()
      guard unsafe file.withPlatformString({ unsafe stat($0, &source) }) == 0 else { continue }
      let isSame =
        (source.st_dev, source.st_ino) == (status.st_dev, status.st_ino)
        || isDevice && source.st_mode & S_IFMT == S_IFBLK && source.st_rdev == status.st_rdev
      if isSame { throw .openRefused("is what the disk is read from") }
    }
    do {
      // A device that is in use is refused by the kernel.
      let options: FileDescriptor.OpenOptions =
        isDevice ? [.exclusiveCreate, .closeOnExec, .nonBlocking] : [.closeOnExec, .nonBlocking]
      let descriptor = try FileDescriptor.open(path, .writeOnly, options: options)
      return ExportTarget(descriptor, path, isDevice: isDevice)
    } catch {
      throw .system(.init(.open, error as? Errno ?? .ioError))
    }
  }

  /// Which file it is.
  package var identity: FileIdentity? { (try? FileStorage(path))?.identity }

  /// Makes everything from `position` on ready to be written: of a file, holes up to its new end.
  ///
  /// - Throws: `ImageError` where a file may not be that long or a device is not.
  package func prepare(from position: UInt64, size: UInt64) throws(ImageError) {
    guard isDevice else {
      do {
        try descriptor.resize(to: Int64(position))
        try descriptor.resize(to: Int64(size))
      } catch {
        throw .system(.init(.ftruncate, error as? Errno ?? .ioError))
      }
      return
    }
    let room = try FileStorage(path).byteCount()
    guard room < size else { return }
    throw .openRefused("the device has \(counted(room, "byte")), the disk \(size)")
  }

  /// Writes bytes, leaving holes for zeros where that is possible.
  ///
  /// - Throws: `ImageError.system`, also where there is no room.
  package func write(_ bytes: UnsafeRawBufferPointer, at start: UInt64) throws(ImageError) {
    guard !isDevice else { return try unsafe writeAll(bytes, at: start) }
    var pending = 0
    var place = 0
    while place < bytes.count {
      let end = min(place + Self.block, bytes.count)
      if unsafe UnsafeRawBufferPointer(rebasing: bytes[place..<end]).isZero {
        try unsafe writeAll(.init(rebasing: bytes[pending..<place]), at: start + UInt64(pending))
        pending = end
      }
      place = end
    }
    try unsafe writeAll(.init(rebasing: bytes[pending...]), at: start + UInt64(pending))
  }

  /// Lets bytes share the blocks that another file has them in, which takes neither time nor room.
  ///
  /// - Parameters:
  ///   - count: The number of bytes; all are multiples of the file system's block, or it fails.
  ///   - start: Where they begin here.
  ///   - file: The other file.
  ///   - offset: Where they begin there.
  /// - Returns: Whether they do; nothing has changed where not.
  func share(_ count: UInt64, at start: UInt64, with file: FileStorage, _ offset: HostOffset)
    -> Bool
  {
    guard mayShare else { return false }
    let result = cl_clone_range(
      descriptor.rawValue, start, file.descriptor.rawValue, offset.rawValue, count)
    mayShare = result == 0
    if mayShare { shared += count }
    return mayShare
  }

  /// Sees to it that a range is zeros, unless it is ended early.
  ///
  /// - Throws: `ImageError.system`.
  package func writeZeros(
    _ range: Range<UInt64>, _ cancellation: Cancellation
  ) throws(ImageError) {
    guard isDevice else { return }
    var place = range.lowerBound
    while place < range.upperBound, !cancellation.isCancelled {
      let end = min(place + (64 << 20), range.upperBound)
      if cl_zero_device_range(descriptor.rawValue, place, end - place) != 0 {
        try overwrite(place..<end)
      }
      place = end
    }
  }

  /// Writes zeros as bytes, for devices that have no other means.
  private func overwrite(_ range: Range<UInt64>) throws(ImageError) {
    let zeros = PageBuffer(count: 1 << 20)
    unsafe zeros.bytes.initializeMemory(as: UInt8.self, repeating: 0)
    var place = range.lowerBound
    while place < range.upperBound {
      let count = min(UInt64(unsafe zeros.bytes.count), range.upperBound - place)
      try unsafe writeAll(.init(rebasing: zeros.bytes[..<Int(count)]), at: place)
      place += count
    }
  }

  private func writeAll(
    _ bytes: UnsafeRawBufferPointer, at place: UInt64
  ) throws(ImageError) {
    guard bytes.count > 0 else { return }
    do {
      _ = try unsafe descriptor.writeAll(toAbsoluteOffset: Int64(place), bytes)
      written += UInt64(bytes.count)
    } catch {
      throw .system(.init(.pwrite, error as? Errno ?? .ioError, at: HostOffset(place)))
    }
  }

  /// Waits until everything that was written is on the disk.
  ///
  /// - Throws: `ImageError.system`.
  package func synchronize() throws(ImageError) {
    guard fdatasync(descriptor.rawValue) == 0 else {
      throw .system(.init(.fdatasync, Errno(rawValue: errno)))
    }
  }

  /// Removes the file that was made.
  package func remove() { unsafe _ = path.withPlatformString { unsafe unlink($0) } }

  /// Forgets what the kernel keeps of the file, so that what is read next comes from the disk.
  package func forget() { posix_fadvise(descriptor.rawValue, 0, 0, POSIX_FADV_DONTNEED) }
}
