internal import SystemPackage

/// What `qemu-img info --output=json` says of one file of a disk, by QEMU's names.
package struct QEMUInfo {
  private let disk: Disk
  private let depth: Int
  private var layer: Layer { disk.layers[depth] }

  /// - Parameters:
  ///   - disk: The disk.
  ///   - depth: The layer; one that is open.
  package init(_ disk: Disk, depth: Int) {
    self.disk = disk
    self.depth = depth
  }

  /// Writes the object.
  ///
  /// - Throws: `ImageError.system` where a table cannot be read.
  package func write(_ writer: inout JSONWriter) throws(ImageError) {
    try writer.object { writer throws(ImageError) in
      // QEMU counts whole sectors.
      writer.member("virtual-size", (layer.virtualSize + 511) & ~511)
      writer.member("filename", layer.path.map(Self.text) ?? layer.name)
      if let image = layer.image {
        try write(image, &writer)
      } else {
        writer.member("format", layer.formatName ?? "raw")
      }
      if let taken = layer.allocatedByteCount { writer.member("actual-size", taken) }
      writer.member("dirty-flag", layer.image?.header.has(.dirty) ?? false)
    }
  }

  private func write(_ image: Image, _ writer: inout JSONWriter) throws(ImageError) {
    writer.member("format", "qcow2")
    writer.member("cluster-size", image.geometry.clusterSize)
    if image.header[.cryptMethod] != 0 { writer.member("encrypted", true) }
    if let name = image.inspection.backingFileName {
      writer.member("backing-filename", name)
      writer.member(
        "full-backing-filename",
        FileReference(backingName: name).resolved(from: layer.path).map(Self.text)
          ?? String(decoding: name.array, as: UTF8.self))
      if let format = image.inspection.backingFormat {
        writer.member("backing-filename-format", format)
      }
    }
    let snapshots = try image.snapshots().records
    if !snapshots.isEmpty {
      writer.array("snapshots") { writer in
        for record in snapshots { Self.write(record, &writer) }
      }
    }
    try writer.object("format-specific") { writer throws(ImageError) in
      writer.member("type", "qcow2")
      try writer.object("data") { writer throws(ImageError) in
        try specifics(image, &writer)
      }
    }
  }

  private func specifics(_ image: Image, _ writer: inout JSONWriter) throws(ImageError) {
    let header = image.header
    let isOld = header.version < 3
    writer.member("compat", isOld ? "0.10" : "1.1")
    writer.member("compression-type", header[.compressionType] == 1 ? "zstd" : "zlib")
    writer.member("refcount-bits", UInt64(image.geometry.refcountBits))
    if !isOld {
      writer.member("lazy-refcounts", header.has(.lazyRefcounts))
      writer.member("corrupt", header.has(.corrupt))
      writer.member("extended-l2", header.has(.extendedL2))
    }
    if image.hasDataFile {
      if let name = image.inspection.dataFileName { writer.member("data-file", name) }
      writer.member("data-file-raw", header.has(.rawExternalData))
    }
    try bitmaps(image, &writer)
    encryption(image, &writer)
  }

  private func bitmaps(_ image: Image, _ writer: inout JSONWriter) throws(ImageError) {
    let records = try image.bitmaps().records
    guard !records.isEmpty else { return }
    writer.array("bitmaps") { writer in
      for record in records {
        writer.object { writer in
          writer.member("name", record.name)
          if let granularity = record.granularity { writer.member("granularity", granularity) }
          writer.array("flags") { writer in
            if record.isInUse { writer.value("in-use") }
            if record.isAuto { writer.value("auto") }
          }
        }
      }
    }
  }

  private static func write(_ record: SnapshotRecord, _ writer: inout JSONWriter) {
    let clock = record[.snapshotVMClock] ?? 0
    writer.object { writer in
      writer.member("id", record.id)
      writer.member("name", record.name)
      writer.member("vm-state-size", record.vmStateSize)
      writer.member("date-sec", record[.snapshotDate] ?? 0)
      writer.member("date-nsec", record[.snapshotDateNanoseconds] ?? 0)
      writer.member("vm-clock-sec", clock / 1_000_000_000)
      writer.member("vm-clock-nsec", clock % 1_000_000_000)
      if let count = record.instructionCount { writer.member("icount", count) }
    }
  }

  /// A path as JSON holds it: as it is, but for bytes that are not UTF-8.
  private static func text(_ path: FilePath) -> String { path.string }
}

extension QEMUInfo {
  private func encryption(_ image: Image, _ writer: inout JSONWriter) {
    switch image.header[.cryptMethod] {
    case 1: writer.object("encrypt") { writer in writer.member("format", "aes") }
    case 2:
      let header = image.inspection.encryptionHeader.flatMap {
        try? LUKSVolume(image.storage, at: $0).header
      }
      writer.object("encrypt") { writer in
        writer.member("format", "luks")
        if let header { Self.write(header, &writer) }
      }
    default: break
    }
  }

  private static func write(_ header: LUKSHeader, _ writer: inout JSONWriter) {
    if let specification = try? header.cipherSpecification() {
      writer.member("cipher-alg", specification.algorithm.rawValue)
      writer.member("cipher-mode", specification.mode.rawValue)
      if case .essiv(let hash) = specification.ivGenerator {
        writer.member("ivgen-alg", "essiv")
        writer.member("ivgen-hash-alg", hash.rawValue)
      } else {
        writer.member("ivgen-alg", specification.ivGenerator.name)
      }
    }
    writer.member("hash-alg", header.text(.luksHash))
    writer.member("uuid", header.text(.luksUUID))
    writer.member("payload-offset", header[.luksPayloadOffset] * 512)
    writer.member("master-key-iters", header[.luksDigestIterations])
    writer.array("slots") { writer in
      for slot in header.slots {
        writer.object { writer in
          writer.member("active", slot.isActive)
          if slot.isActive {
            writer.member("iters", slot[.luksSlotIterations])
            writer.member("stripes", slot[.luksSlotStripes])
          }
          writer.member("key-offset", slot.materialOffset)
        }
      }
    }
  }
}

extension Layer {
  /// The bytes of disk that the layer's own file takes; nil where that means nothing.
  package var allocatedByteCount: UInt64? {
    switch content {
    case .image(let image):
      image.storage.allocatedByteCount()
    case .raw(let storage, _): storage.allocatedByteCount()
    case .closed: nil
    }
  }
}
