internal import CLinux
internal import Glibc
internal import SystemPackage

extension FileStorage {
  /// Asks with SEEK_DATA and SEEK_HOLE.
  public func storedRun(at offset: HostOffset) -> StoredRun? {
    guard let start = Int64(exactly: offset.rawValue), let end = try? byteCount() else {
      return nil
    }
    let data = cl_next_data(descriptor.rawValue, start)
    guard data >= 0 else {
      // Nothing but a hole up to the end of the file.
      return errno == ENXIO ? StoredRun(isHole: true, end: HostOffset(end)) : nil
    }
    if data > start { return StoredRun(isHole: true, end: HostOffset(UInt64(data))) }
    let hole = cl_next_hole(descriptor.rawValue, start)
    return hole > start ? StoredRun(isHole: false, end: HostOffset(UInt64(hole))) : nil
  }
}
