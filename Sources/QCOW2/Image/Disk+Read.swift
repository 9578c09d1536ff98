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
    guard !mayChange else { return try readSteadily(at: offset, into: &buffer) }
    if featureRefusal == nil, let host = image.stored(offset..<offset + count) {
      return try image.read(
        Extent(offset..<offset + count, .data(host)), into: &buffer)
    }
    for extent in extents(in: offset..<offset + count) {
      try read(extent, of: offset, into: &buffer)
    }
  }

  private func read(
    _ extent: Extent, of offset: GuestOffset, into buffer: inout MutableRawSpan
  ) throws(ImageError) {
    let start = Int(extent.start - offset)
    var part = buffer._mutatingExtracting(start..<start + Int(extent.length))
    try read(extent, into: &part)
  }

  /// Reads an extent of the disk.
  func read(_ extent: Extent, into part: inout MutableRawSpan) throws(ImageError) {
    if let refusal = featureRefusal, extent.layer >= refusal.layer {
      throw .guestDataRefused(refusal.finding)
    }
    // A copy of the layer would be a dozen things to count.
    if let image = images[extent.layer] { return try image.read(extent, into: &part) }
    switch layers[extent.layer].content {
    case .image: break
    case .raw(let storage, _):
      let count = try extent.host.map { host throws(ImageError) in
        try storage.read(at: host, into: &part)
      }
      part.zero(from: count ?? 0)
    case .closed: throw .needsBackingFile(name: layers[extent.layer].name, at: extent.start)
    }
  }
}

extension Disk {
  private static let steadyStep = 256 << 10
  private static let steadyTurns = 16

  /// Whether something of the disk may be another thing a moment later.
  var mayChange: Bool {
    image.mayChange || images.count > 1 && images.contains { $0?.mayChange == true }
  }

  /// Reads while others write. The bytes of a piece count where the tables said the same of it before
  /// and after; otherwise a cluster may have been freed and used for something else in between.
  private func readSteadily(
    at offset: GuestOffset, into buffer: inout MutableRawSpan
  ) throws(ImageError) {
    for start in stride(from: 0, to: buffer.byteCount, by: Self.steadyStep) {
      let end = min(start + Self.steadyStep, buffer.byteCount)
      var piece = buffer._mutatingExtracting(start..<end)
      try readPiece(at: offset + UInt64(start), into: &piece)
    }
  }

  private func readPiece(
    at offset: GuestOffset, into piece: inout MutableRawSpan
  ) throws(ImageError) {
    let range = offset..<offset + UInt64(piece.byteCount)
    for _ in 0..<Self.steadyTurns {
      let before = Array(extents(in: range))
      var failure: ImageError?
      do throws(ImageError) {
        for extent in before { try read(extent, of: offset, into: &piece) }
      } catch {
        failure = error
      }
      for image in images { try image?.checkStillThere() }
      if case .changing = failure { continue }
      guard Array(extents(in: range)) == before else { continue }
      if let failure { throw failure }
      return
    }
    throw .changing(at: offset)
  }
}
