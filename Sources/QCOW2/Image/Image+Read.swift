extension Image {
  /// Guest bytes.
  ///
  /// - Parameters:
  ///   - offset: The first byte.
  ///   - count: The number of bytes.
  /// - Returns: Exactly `count` bytes.
  /// - Throws: As `read(at:into:)`.
  public func read(at offset: GuestOffset, count: Int) throws(ImageError) -> [UInt8] {
    try checkRange(offset, UInt64(count))
    return try Bytes.filled(count: count) { buffer throws(ImageError) in
      try read(at: offset, into: &buffer)
      return count
    }.array
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
    let count = UInt64(buffer.byteCount)
    try checkRange(offset, count)
    try checkFeatures()
    var extents = extents(in: offset..<offset + count)
    while let extent = extents.next() {
      let start = Int(extent.start - offset)
      var part = buffer._mutatingExtracting(start..<start + Int(extent.length))
      try read(extent, isBottom: inspection.backingFileName == nil, into: &part)
    }
  }

  /// Refuses guest data of an image whose features are not all known.
  func checkFeatures() throws(ImageError) {
    if let refusal = file.featureRefusal { throw .guestDataRefused(refusal) }
  }

  func checkRange(_ offset: GuestOffset, _ count: UInt64) throws(ImageError) {
    guard let end = offset.advanced(by: count), end <= geometry.end else {
      throw .pastEndOfDisk(offset: offset, count: count, size: geometry.virtualSize)
    }
  }

  /// Reads an extent of this image.
  ///
  /// - Parameters:
  ///   - extent: The extent.
  ///   - isBottom: Whether nothing lies below, so that holes are zeros.
  ///   - part: As long as the extent.
  /// - Throws: As `read(at:into:)`.
  func read(
    _ extent: Extent, isBottom: Bool, into part: inout MutableRawSpan
  ) throws(ImageError) {
    switch extent.mapping {
    case .unallocated, .missing:
      guard isBottom, extent.mapping == .unallocated else {
        let name = inspection.backingFileName.map { escaped($0.array) } ?? ""
        throw .needsBackingFile(name: name, at: extent.start)
      }
      part.zero(from: 0)
    case .zeroPlain, .zeroAllocated: part.zero(from: 0)
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
      if count < part.byteCount, file.dataFile == nil {
        try checkNotLost(host, part.byteCount, guest)
      }
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
    let lost = max(host.rawValue & ~(size - 1), (file.measuredEnd() + size - 1) & ~(size - 1))
    guard lost < host.rawValue + UInt64(count) else { return }
    throw .damaged(.clusterPastEnd(HostOffset(max(lost, host.rawValue))), at: guest)
  }

  private func readCompressed(
    _ extent: Extent, into part: inout MutableRawSpan
  ) throws(ImageError) {
    var position = extent.start
    while position < extent.end {
      let inCluster = geometry.offsetInCluster(position)
      let count = min(geometry.clusterSize - inCluster, extent.end - position)
      let cluster = try decodedCluster(at: position)
      let start = Int(position - extent.start)
      var piece = part._mutatingExtracting(start..<start + Int(count))
      piece.copy(cluster, from: Int(inCluster))
      position = position + count
    }
  }

  /// The whole cluster that `offset`, which is compressed, lies in.
  private func decodedCluster(at offset: GuestOffset) throws(ImageError) -> Bytes {
    let mapping = mapping(at: offset)
    guard case .compressed(let descriptor) = mapping else {
      // The image is being written to: what was compressed a moment ago is not any more.
      throw .undecodable(
        reason: "the L2 entry changed while it was read", host: mapping.host ?? .zero, at: offset)
    }
    return try file.clusters.value(for: descriptor) { () throws(ImageError) in
      let input = try storage.bytes(
        at: descriptor.host, count: Int(descriptor.maximumLength))
      return try Bytes.filled(count: Int(geometry.clusterSize)) { buffer throws(ImageError) in
        do throws(DecodeFailure) {
          try file.decoders.decode(input.array, into: &buffer)
        } catch {
          throw .undecodable(reason: error.reason, host: descriptor.host, at: offset)
        }
        return buffer.byteCount
      }
    }
  }

  /// What the byte at `offset` is made of. `offset` must lie on the disk.
  public func mapping(at offset: GuestOffset) -> Mapping {
    var walk = SegmentWalk(self, offset..<offset + 1)
    guard let extent = walk.next() else { preconditionFailure("offset lies past the disk") }
    return extent.mapping
  }
}
