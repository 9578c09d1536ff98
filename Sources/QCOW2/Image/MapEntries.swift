/// The ranges of a disk as `qemu-img map` describes them, in order; found as they are asked for.
package struct MapEntries: Sequence, IteratorProtocol {
  private let disk: Disk
  private let sources: [MapSource]
  private let cancellation: Cancellation?
  private var walk: DiskWalk
  /// What is left of the run that the walk came to last.
  private var rest: Extent?
  private var pending: MapEntry?
  /// Where the range begins, if it has no bytes: QEMU tells even that in a row.
  private var emptyStart: GuestOffset?

  /// - Parameters:
  ///   - disk: The disk.
  ///   - range: The guest range.
  ///   - cancellation: Ends the sequence early.
  package init(
    _ disk: Disk, _ range: Range<GuestOffset>, cancellation: Cancellation? = nil
  ) {
    self.disk = disk
    self.cancellation = cancellation
    sources = disk.layers.map(MapSource.init)
    emptyStart = range.isEmpty ? range.lowerBound : nil
    walk = DiskWalk(disk, range, firstSlices: SegmentWalk.mostSlices)
  }

  package mutating func next() -> MapEntry? {
    if let start = emptyStart {
      emptyStart = nil
      return MapEntry(
        start: start.rawValue, length: 0, depth: 0, content: .nothing, offset: nil)
    }
    guard var entry = pending ?? piece() else { return nil }
    pending = nil
    while let next = piece() {
      if cancellation?.isCancelled == true { return nil }
      guard entry.join(following: next) else {
        pending = next
        return entry
      }
    }
    return entry
  }

  private mutating func piece() -> MapEntry? {
    guard let extent = rest ?? walk.next() else { return nil }
    let entry = lastSector(extent) ?? sources[extent.layer].entry(extent)
    let end = extent.start + entry.length
    rest = end < extent.end ? extent.clipped(to: end..<extent.end) : nil
    return entry
  }

  /// QEMU's raw files end with a whole sector: what a file lacks of its last one is zeros of its own
  /// for QEMU, and not a hole of the image above.
  private func lastSector(_ hole: Extent) -> MapEntry? {
    let depth = hole.layer + 1
    guard hole.mapping == .unallocated, depth < disk.layers.count,
      case .raw(_, let size) = disk.layers[depth].content
    else { return nil }
    let end = Swift.min((size + 511) & ~511, hole.end.rawValue)
    let start = hole.start.rawValue
    guard (size..<Swift.max(size, end)).contains(start) else { return nil }
    return MapEntry(start: start, length: end - start, depth: depth, content: .zero, offset: start)
  }
}

/// What a layer says of its ranges.
private struct MapSource {
  private let image: Image?
  /// The file whose holes are zeros, where QEMU would look for them.
  private let holes: FileStorage?
  private let isRaw: Bool
  private let isEncrypted: Bool

  init(_ layer: Layer) {
    switch layer.content {
    case .image(let image):
      self.image = image
      isRaw = false
      isEncrypted = image.header[.cryptMethod] != 0
      let bytes = image.file.dataFile ?? image.storage
      holes = image.hasPreallocatedMetadata() ? bytes as? FileStorage : nil
    case .raw(let storage, _):
      image = nil
      isRaw = true
      isEncrypted = false
      holes = storage as? FileStorage
    case .closed:
      image = nil
      isRaw = false
      isEncrypted = false
      holes = nil
    }
  }

  /// The first part of a run that is of one kind for QEMU.
  func entry(_ extent: Extent) -> MapEntry {
    switch extent.mapping {
    case .unallocated: entry(extent, .absent, spare(extent))
    case .zeroPlain: entry(extent, .zero, nil)
    case .zeroAllocated(let host): entry(extent, .zero, host)
    case .compressed: entry(extent, .compressed, nil)
    case .missing, .damaged: entry(extent, .unknown, nil)
    case .data(let host): data(extent, host)
    }
  }

  private func entry(
    _ extent: Extent, _ content: MapEntry.Content, _ host: HostOffset?, length: UInt64? = nil
  ) -> MapEntry {
    MapEntry(
      start: extent.start.rawValue, length: length ?? extent.length, depth: extent.layer,
      content: content, offset: isEncrypted ? nil : host?.rawValue)
  }

  /// QEMU tells where the place for a subcluster is that is not allocated in a cluster that is.
  private func spare(_ extent: Extent) -> HostOffset? {
    guard let image, image.geometry.hasExtendedL2 else { return nil }
    let step = image.translation(of: extent.start)
    guard let entry = step.l2 else { return nil }
    // Offset 0 is a place in a data file alone, where COPIED tells it from none.
    let isFirst = image.hasDataFile && entry.isCopied
    return (entry.host ?? (isFirst ? .zero : nil)).map {
      $0 + image.geometry.offsetInCluster(extent.start)
    }
  }

  private func data(_ extent: Extent, _ host: HostOffset) -> MapEntry {
    guard let holes, !isEncrypted, let length = try? holes.byteCount() else {
      return entry(extent, .data, host)
    }
    let zeros = isRaw ? MapEntry.Content.zero : .zeroData
    guard host.rawValue < length else { return entry(extent, zeros, host) }
    guard let run = holes.storedRun(at: host) else { return entry(extent, .data, host) }
    // A hole at the end of the file goes on behind it.
    let isLast = run.isHole && run.end.rawValue >= length
    let count = isLast ? extent.length : min(extent.length, run.end - host)
    return entry(extent, run.isHole ? zeros : .data, host, length: count)
  }
}
