extension Image {
  /// Guest bytes.
  ///
  /// - Parameters:
  ///   - offset: The first byte.
  ///   - count: The number of bytes.
  /// - Returns: Exactly `count` bytes.
  /// - Throws: As `read(at:into:)`.
  public func read(at offset: GuestOffset, count: Int) throws(ImageError) -> [UInt8] {
    try alone.read(at: offset, count: count)
  }

  /// Fills `buffer` with guest bytes. Adjacent host ranges are read with one call.
  ///
  /// - Parameters:
  ///   - offset: The first byte.
  ///   - buffer: Filled completely, or partly where an error is thrown.
  /// - Throws: `ImageError.pastEndOfDisk`, `.guestDataRefused`, `.needsBackingFile`, `.damaged`,
  ///   `.undecodable` or `.system`.
  public func read(
    at offset: GuestOffset, into buffer: inout MutableRawSpan
  ) throws(ImageError) {
    try alone.read(at: offset, into: &buffer)
  }

  func checkRange(_ offset: GuestOffset, _ count: UInt64) throws(ImageError) {
    guard let end = offset.advanced(by: count), end <= geometry.end else {
      throw .pastEndOfDisk(offset: offset, count: count, size: geometry.virtualSize)
    }
  }

  /// Reads an extent of this image, where nothing lies below its holes.
  ///
  /// - Parameters:
  ///   - extent: The extent.
  ///   - part: As long as the extent.
  /// - Throws: As `read(at:into:)`.
  func read(_ extent: Extent, into part: inout MutableRawSpan) throws(ImageError) {
    switch extent.mapping {
    case .unallocated, .zeroPlain, .zeroAllocated: part.zero(from: 0)
    case .missing:
      let name = inspection.backingFileName.map { escaped($0.array) } ?? ""
      throw .needsBackingFile(name: name, at: extent.start)
    case .damaged(let damage): throw .damaged(damage, at: extent.start)
    case .data(let host):
      if let refusal = file.guestDataRefusal { throw .guestDataRefused(refusal) }
      try readData(at: host, guest: extent.start, into: &part)
    case .compressed:
      if let refusal = file.guestDataRefusal { throw .guestDataRefused(refusal) }
      try readCompressed(extent, into: &part)
    }
  }

  private func readData(
    at host: HostOffset, guest: GuestOffset, into part: inout MutableRawSpan
  ) throws(ImageError) {
    let skipped = host.rawValue % 512
    guard file.cipher != nil, skipped != 0 || part.byteCount % 512 != 0 else {
      // A file may end within its last cluster; what is missing there is zero.
      let count = try (file.dataFile ?? storage).read(at: host, into: &part)
      if count < part.byteCount { try checkNotLost(host, part.byteCount, guest) }
      part.zero(from: count)
      return try file.decrypt(&part, host: host, guest: guest)
    }
    // Only whole sectors can be decrypted.
    let wanted = Int(skipped) + part.byteCount
    let sectors = try Bytes.filled(count: (wanted + 511) / 512 * 512) {
      buffer throws(ImageError) in
      try readData(
        at: HostOffset(host.rawValue - skipped), guest: GuestOffset(guest.rawValue - skipped),
        into: &buffer)
      return buffer.byteCount
    }
    part.copy(sectors, from: Int(skipped))
  }

  /// A read that came back short may have lost whole clusters, which are no zeros.
  private func checkNotLost(
    _ host: HostOffset, _ count: Int, _ guest: GuestOffset
  ) throws(ImageError) {
    let size = geometry.clusterSize
    let lost = max(host.rawValue & ~(size - 1), (file.measuredDataEnd() + size - 1) & ~(size - 1))
    guard lost < host.rawValue + UInt64(count) else { return }
    throw .damaged(.clusterPastEnd(HostOffset(max(lost, host.rawValue))), at: guest)
  }

  /// What the byte at `offset` is made of. `offset` must lie on the disk.
  public func mapping(at offset: GuestOffset) -> Mapping {
    var walk = SegmentWalk(self, offset..<offset + 1)
    guard let extent = walk.next() else { preconditionFailure("offset lies past the disk") }
    return extent.mapping
  }
}
