/// What `qemu-img map` says of the ranges of a layer.
struct MapSource {
  private let image: Image?
  /// The file whose holes are zeros, where QEMU would look for them.
  private let holes: FileStorage?
  private let isRaw: Bool
  private let isEncrypted: Bool

  /// The sources of a disk, the image itself first. Looks at the reference counts where guest data may
  /// have no bytes, so that it is done once for all parts of a disk.
  static func all(of disk: Disk) -> [MapSource] { disk.layers.map(MapSource.init) }

  private init(_ layer: Layer) {
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
