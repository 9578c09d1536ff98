extension Disk {
  /// Guest bytes.
  ///
  /// - Parameters:
  ///   - offset: The first byte.
  ///   - count: The number of bytes.
  /// - Returns: Exactly `count` bytes.
  /// - Throws: As `read(at:into:)`.
  public func read(at offset: GuestOffset, count: Int) throws(ImageError) -> [UInt8] {
    try image.checkRange(offset, UInt64(count))
    return try Bytes.filled(count: count) { buffer throws(ImageError) in
      try read(at: offset, into: &buffer)
      return count
    }.array
  }

  /// Fills `buffer` with guest bytes, each from the layer that provides it.
  ///
  /// - Parameters:
  ///   - offset: The first byte.
  ///   - buffer: Filled completely, or partly where an error is thrown.
  /// - Throws: `ImageError.pastEndOfDisk`, `.guestDataRefused`, `.needsBackingFile`, `.damaged`,
  ///   `.undecodable` or `.system`.
  public func read(
    at offset: GuestOffset, into buffer: inout MutableRawSpan
  ) throws(ImageError) {
    let count = UInt64(buffer.byteCount)
    try image.checkRange(offset, count)
    var extents = extents(in: offset..<offset + count)
    while let extent = extents.next() {
      let start = Int(extent.start - offset)
      var part = buffer._mutatingExtracting(start..<start + Int(extent.length))
      try read(extent, into: &part)
    }
  }

  private func read(_ extent: Extent, into part: inout MutableRawSpan) throws(ImageError) {
    // What an unknown feature changes is unknown, but a layer below those that were asked has no say.
    for layer in layers[...extent.layer] { try layer.image?.checkFeatures() }
    let layer = layers[extent.layer]
    switch layer.content {
    case .image(let image): try image.read(extent, isBottom: true, into: &part)
    case .raw(let storage, _):
      let count = try extent.host.map { host throws(ImageError) in
        try storage.read(at: host, into: &part)
      }
      part.zero(from: count ?? 0)
    case .closed: throw .needsBackingFile(name: layer.name, at: extent.start)
    }
  }
}
