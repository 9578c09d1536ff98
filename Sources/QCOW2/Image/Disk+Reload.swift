extension Disk {
  /// The same open files as they are now: headers and tables are read again, and what was unlocked
  /// stays unlocked. This disk stays as it is.
  ///
  /// A disk whose tables are read while others write shows the old or the new content of each place;
  /// what only the header says, such as the size, and the lists of snapshots and bitmaps follow with
  /// the next call of this.
  ///
  /// - Returns: A new disk. That of a snapshot is the same, because a snapshot does not change.
  /// - Throws: `ImageError.openRefused` where an image names other files than before, about which a
  ///   gate would have to be asked; `.refused` where a header has become unusable or the snapshot may
  ///   be gone; `.system` where reading fails.
  public func reloaded() throws(ImageError) -> Disk {
    var below: [Layer] = []
    for layer in layers.dropFirst() { below.append(try layer.reloaded()) }
    let top = try image.reloaded()
    guard let first = layers.first else { return top.alone }
    return Disk(top, layers: [first.with(.image(top))] + below, findings: findings)
  }

  /// The open files, the image itself first, each data file after its image.
  public var files: [any Storage] { layers.flatMap(\.storages) }

  /// Whether another program has one of the files open for writing; nil where that cannot be told.
  public func hasWriter() -> Bool? {
    let answers = files.map { $0.hasWriter() }
    return answers.contains(true) ? true : answers.contains(nil) ? nil : false
  }

  /// The warning that belongs to a disk that another program writes to.
  ///
  /// QEMU brings tables to the file later than data: until it flushes, what was written may be missing,
  /// and a cluster that it freed may hold something else already.
  public func writerFinding() -> Finding? {
    guard hasWriter() == true else { return nil }
    return Finding(
      "live", .warning,
      "another program is writing to the image: what it has not flushed cannot be told")
  }
}

extension Layer {
  /// The same file with other content.
  func with(_ content: Content) -> Layer {
    let time = storages.first?.version().map { Int($0.modified / 1_000_000_000) }
    return Layer(
      name: name, path: path, format: format, content: content, identity: identity,
      modificationTime: time ?? modificationTime, dataFile: dataFile)
  }

  fileprivate func reloaded() throws(ImageError) -> Layer {
    switch content {
    case .image(let image): with(.image(try image.reloaded()))
    case .raw(let storage, _): with(.raw(storage, size: try storage.byteCount()))
    case .closed: self
    }
  }

  /// The open files behind the layer.
  fileprivate var storages: [any Storage] {
    switch content {
    case .image(let image): [image.storage] + (image.file.dataFile.map { [$0] } ?? [])
    case .raw(let storage, _): [storage]
    case .closed: []
    }
  }
}

extension Image {
  fileprivate func reloaded() throws(ImageError) -> Image {
    guard isActive else {
      try checkStillThere()
      return self
    }
    let now = try Inspection(storage)
    guard Needs(now) == Needs(inspection) else {
      throw .openRefused("\(storage.name) names other files or another encryption than before")
    }
    let sizes = CacheSizes(
      tables: tableCacheStatistics.limit, clusters: clusterCacheStatistics.limit)
    // What was sound before and is not now may have been read in the middle of a write.
    return try Image(
      storage, now, caches: sizes, dataFile: file.dataFile, cipher: file.cipher,
      allowsBrokenHeader: file.headerRefusal != nil)
  }
}

/// What an image needs besides its own file and its tables.
private struct Needs: Equatable {
  let backingFile: Bytes?
  let backingFormat: Bytes?
  let dataFile: Bytes?
  let cryptMethod: UInt64
  let encryptionHeader: EncryptionHeaderPointer?

  init(_ inspection: Inspection) {
    backingFile = inspection.backingFileName
    backingFormat = inspection.backingFormat
    dataFile = inspection.dataFileName
    cryptMethod = inspection.header[.cryptMethod]
    encryptionHeader = inspection.encryptionHeader
  }
}
