extension Image {
  /// Reads an extent of compressed clusters.
  ///
  /// - Parameters:
  ///   - extent: The extent.
  ///   - part: As long as the extent.
  /// - Throws: `ImageError.undecodable`, `.changing` or `.system`.
  func readCompressed(
    _ extent: Extent, into part: inout MutableRawSpan
  ) throws(ImageError) {
    var position = extent.start
    while position < extent.end {
      let inCluster = geometry.offsetInCluster(position)
      let count = min(geometry.clusterSize - inCluster, extent.end - position)
      let start = Int(position - extent.start)
      var piece = part._mutatingExtracting(start..<start + Int(count))
      try readCluster(at: position, into: &piece)
      position = position + count
    }
  }

  /// Reads a part of the cluster that `offset`, which is compressed, lies in. What a cluster decodes to is
  /// kept where only a part of it was asked for: others may ask for the rest.
  private func readCluster(
    at offset: GuestOffset, into piece: inout MutableRawSpan
  ) throws(ImageError) {
    // What was compressed a moment ago need not be any more.
    guard case .compressed(let descriptor) = mapping(at: offset) else {
      throw .changing(at: offset)
    }
    let report = file.watch.look()
    let key = Remembered(descriptor.rawValue, report)
    let inCluster = Int(geometry.offsetInCluster(offset))
    if !report.isLive, let cluster = file.clusters.value(for: key) {
      return piece.copy(cluster, from: inCluster)
    }
    var failure: ImageError?
    do throws(ImageError) {
      if piece.byteCount == geometry.clusterSize {
        try decode(descriptor, at: offset, into: &piece)
      } else {
        let cluster = try decoded(descriptor, at: offset)
        piece.copy(cluster, from: inCluster)
        if !report.isLive { file.clusters.insert(cluster, for: key) }
      }
    } catch {
      failure = error
    }
    if report.isLive, mapping(at: offset) != .compressed(descriptor) {
      throw .changing(at: offset)
    }
    if let failure { throw failure }
  }

  private func decoded(
    _ descriptor: CompressedDescriptor, at offset: GuestOffset
  ) throws(ImageError) -> Bytes {
    try Bytes.filled(count: Int(geometry.clusterSize)) { buffer throws(ImageError) in
      try decode(descriptor, at: offset, into: &buffer)
      return buffer.byteCount
    }
  }

  /// Fills `cluster` with what the compressed data decodes to.
  private func decode(
    _ descriptor: CompressedDescriptor, at offset: GuestOffset, into cluster: inout MutableRawSpan
  ) throws(ImageError) {
    let length = Int(descriptor.maximumLength)
    try file.decoders.withWorker { worker throws(ImageError) in
      try worker.load(storage, at: descriptor.host, count: length)
      do throws(DecodeFailure) {
        try worker.decode(into: &cluster)
      } catch {
        throw undecodable(error, descriptor, at: offset, inputCount: worker.inputCount)
      }
    }
  }

  private func undecodable(
    _ failure: DecodeFailure, _ descriptor: CompressedDescriptor, at offset: GuestOffset,
    inputCount: Int
  ) -> ImageError {
    let start = GuestOffset(offset.rawValue - geometry.offsetInCluster(offset))
    let end = min(geometry.end, GuestOffset(start.rawValue + geometry.clusterSize))
    // The last sector of the last stream need not be there, so a short input is no fault as such.
    let isShort = inputCount < Int(descriptor.maximumLength)
    let cut = isShort ? "; the file ends \(counted(inputCount, "byte")) into it" : ""
    return .undecodable(
      reason: failure.reason + cut,
      host: descriptor.host..<descriptor.host + UInt64(max(1, inputCount)), lost: start..<end)
  }
}
