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

  /// Refuses guest data of an image whose features are not all known.
  func checkFeatures() throws(ImageError) {
    if let refusal = file.featureRefusal { throw .guestDataRefused(refusal) }
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
    // What was compressed a moment ago need not be any more.
    guard case .compressed(let descriptor) = mapping(at: offset) else {
      throw .changing(at: offset)
    }
    let report = file.watch.look()
    guard report.isLive else {
      return try file.clusters.value(for: Remembered(descriptor, report)) { () throws(ImageError) in
        try decoded(descriptor, at: offset)
      }
    }
    let result = Result { () throws(ImageError) in try decoded(descriptor, at: offset) }
    guard mapping(at: offset) == .compressed(descriptor) else { throw .changing(at: offset) }
    return try result.get()
  }

  private func decoded(
    _ descriptor: CompressedDescriptor, at offset: GuestOffset
  ) throws(ImageError) -> Bytes {
    let input = try storage.bytes(at: descriptor.host, count: Int(descriptor.maximumLength))
    let cluster = GuestOffset(offset.rawValue - geometry.offsetInCluster(offset))
    let end = min(geometry.end, GuestOffset(cluster.rawValue + geometry.clusterSize))
    return try Bytes.filled(count: Int(geometry.clusterSize)) { buffer throws(ImageError) in
      do throws(DecodeFailure) {
        try file.decoders.decode(input.array, into: &buffer)
      } catch {
        // The last sector of the last stream need not be there, so a short input is no fault as such.
        let isShort = input.count < Int(descriptor.maximumLength)
        throw .undecodable(
          reason: error.reason + (isShort ? "; the file ends \(input.count) bytes into it" : ""),
          host: descriptor.host..<descriptor.host + UInt64(max(1, input.count)),
          lost: cluster..<end)
      }
      return buffer.byteCount
    }
  }

  /// What the byte at `offset` is made of. `offset` must lie on the disk.
  public func mapping(at offset: GuestOffset) -> Mapping {
    var walk = SegmentWalk(self, offset..<offset + 1)
    guard let extent = walk.next() else { preconditionFailure("offset lies past the disk") }
    return extent.mapping
  }
}
