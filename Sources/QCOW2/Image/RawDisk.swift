internal import SystemPackage

extension Disk {
  /// A raw file as a disk: an empty image on top of it, which is nowhere but in memory.
  ///
  /// Like QEMU's, the disk ends with a whole sector of 512 bytes.
  ///
  /// - Parameter storage: The file, or a block device.
  /// - Throws: `ImageError.system` where the length cannot be told, `.refused` for more than 2 EiB.
  package convenience init(raw storage: any Storage) throws(ImageError) {
    let file = storage as? FileStorage
    let size = try storage.byteCount()
    let image = try Image(EmptyImage(name: storage.name, virtualSize: (size + 511) & ~511))
    let top = Layer(
      name: storage.name, path: nil, format: .guessed("qcow2"), content: .image(image))
    let raw = Layer(
      name: storage.name, path: file?.path, format: .stored("raw"),
      content: .raw(storage, size: size), identity: file?.identity,
      modificationTime: file?.modificationTime)
    self.init(image, layers: [top, raw])
  }
}

/// A version 2 image with nothing in it, and zeros for all tables.
private struct EmptyImage: Storage {
  let name: String
  private let header: [UInt8]

  init(name: String, virtualSize: UInt64) {
    self.name = name
    // What cannot be read is lost by clusters: they are small where the L1 table still is.
    let clusterBits: UInt64 = virtualSize <= 1 << 50 ? 16 : 21
    let span = 1 << (clusterBits * 2 - 3) as UInt64
    let values: [Field: UInt64] = [
      .magic: Header.magicNumber, .version: 2, .clusterBits: clusterBits, .size: virtualSize,
      .l1Size: (virtualSize + span - 1) / span, .l1TableOffset: 2 << clusterBits,
      .refcountTableOffset: 1 << clusterBits, .refcountTableClusters: 1,
    ]
    var bytes = [UInt8](repeating: 0, count: Header.version2Length)
    for (field, value) in values {
      for index in 0..<field.width {
        bytes[field.offset + index] = UInt8(
          truncatingIfNeeded: value >> UInt64(8 * (field.width - 1 - index)))
      }
    }
    header = bytes
  }

  /// As far as the longest L1 table goes.
  func byteCount() -> UInt64 { 64 << 20 }

  func read(at offset: HostOffset, into buffer: inout MutableRawSpan) -> Int {
    let count = Int(min(UInt64(buffer.byteCount), byteCount() - min(byteCount(), offset.rawValue)))
    for index in 0..<count {
      let place = offset.rawValue + UInt64(index)
      let byte = place < UInt64(header.count) ? header[Int(place)] : 0
      buffer.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
    }
    return count
  }

  func allocatedByteCount() -> UInt64? { nil }
  func hasWriter() -> Bool? { false }
  func version() -> FileVersion? { nil }
}
