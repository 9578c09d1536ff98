internal import QCOW2

/// The bytes that a job goes over: those of the disk that is shown, or of its file.
struct ByteSource: Sendable {
  let disk: Disk
  let space: AddressSpace

  init(_ disk: Disk, _ space: AddressSpace) { (self.disk, self.space) = (disk, space) }

  /// The bytes as a disk; the file's are those of a raw one.
  ///
  /// - Returns: The disk, and how many bytes of it there are.
  func opened() throws(ImageError) -> (disk: Disk, size: UInt64) {
    switch space {
    case .guest: return (disk, disk.geometry.virtualSize)
    case .host:
      let storage = disk.image.storage
      return (try Disk(raw: storage), try storage.byteCount())
    }
  }

  /// What an offset is called.
  func name(_ offset: some ByteOffset) -> String {
    space == .guest ? "\(offset)" : "\(offset) of the file"
  }
}
