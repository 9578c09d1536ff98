/// Finds who refers to given stretches of a file: goes over all tables once, and over those with a
/// hit again.
struct OwnerSearch {
  private let image: CheckedImage
  private let ranges: [Range<HostOffset>]
  private let most: Int
  private let mostTables: Int
  /// What was found, rising by host offset.
  private(set) var found: [Reference] = []
  /// Whether there is more than was kept.
  private(set) var isCut = false

  /// - Parameters:
  ///   - image: The image.
  ///   - ranges: What to look for, rising and apart from each other.
  ///   - most: How many references to keep.
  ///   - mostTables: How many L2 tables to know of at a time.
  init(_ image: CheckedImage, _ ranges: [Range<HostOffset>], most: Int, mostTables: Int) {
    self.image = image
    self.ranges = ranges
    self.most = most
    self.mostTables = mostTables
  }

  private var geometry: Geometry { image.geometry }

  /// Looks. Parts that cannot be read are passed over: a check reports them.
  ///
  /// - Throws: `ImageError.cancelled`, `ImageError.system` where the refcount table cannot be read.
  mutating func run(
    _ cancellation: Cancellation, _ progress: (UInt64, UInt64) -> Void = { _, _ in }
  ) throws(ImageError) {
    for region in image.regions { add(region) }
    try findBitmapData(cancellation)
    try findRefcountBlocks()
    try findTables(cancellation, progress)
    found.sort {
      ($0.host.lowerBound, $0.host.upperBound) < ($1.host.lowerBound, $1.host.upperBound)
    }
  }

  /// The ranges looked for that a range touches.
  private func matches(_ host: Range<HostOffset>) -> ArraySlice<Range<HostOffset>> {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= host.lowerBound { low = middle + 1 } else { high = middle }
    }
    return ranges[low...].prefix { $0.lowerBound < host.upperBound }
  }

  private func hits(_ host: Range<HostOffset>) -> Bool { !matches(host).isEmpty }

  private mutating func keep(_ host: Range<HostOffset>, _ owner: Owner) {
    guard found.count < most else { return isCut = true }
    found.append(Reference(host: host, owner: owner))
  }

  private mutating func add(_ region: Region) {
    guard hits(region.range) else { return }
    keep(region.range, Owner(region.part))
  }

  private mutating func findBitmapData(_ cancellation: Cancellation) throws(ImageError) {
    let size = geometry.clusterSize
    let whole = self
    var new: [Region] = []
    let most = most
    for bitmap in image.bitmaps.records.indices {
      do throws(ImageError) {
        try image.bitmapEntries(of: bitmap, cancellation) { index, entry in
          guard new.count < most, let start = entry.cluster, whole.hits(start..<start + size) else {
            return
          }
          new.append(Region(part: .bitmapData(bitmap, entry: index), start: start, length: size))
        }
      } catch .cancelled {
        throw .cancelled
      } catch {
        // The check reports the table.
        continue
      }
    }
    for region in new { add(region) }
  }

  private mutating func findRefcountBlocks() throws(ImageError) {
    let counts = try RefcountTable(image)
    var next = counts.nextBlock(from: 0)
    while let index = next {
      if let start = counts.entry(index).refcountBlock, start.rawValue <= UInt64(Int64.max) {
        add(Region(part: .refcountBlock(Int(index)), start: start, length: geometry.clusterSize))
      }
      next = counts.nextBlock(from: index + 1)
    }
  }
}

extension OwnerSearch {
  /// A run of entries with a hit, in a table whose own place is not known yet.
  private struct Hit {
    let run: EntryRun
    let host: Range<HostOffset>
  }

  private mutating func findTables(
    _ cancellation: Cancellation, _ progress: (UInt64, UInt64) -> Void
  ) throws(ImageError) {
    var hits: [HostOffset: [Hit]] = [:]
    var kept = 0
    // Broken L1 tables may name any number of tables: those of one part of the file at a time.
    var window: Range<UInt64> = 0..<UInt64.max
    while !window.isEmpty {
      var index = L2TableIndex(window: window, mostTables: mostTables)
      for table in image.l1Tables {
        if cancellation.isCancelled { throw .cancelled }
        guard let bytes = try? image.bytes(of: table) else { continue }
        index.add(table, bytes)
      }
      index.settle()
      for (number, table) in index.tables.enumerated() {
        if cancellation.isCancelled { throw .cancelled }
        progress(UInt64(number), UInt64(index.tables.count))
        let runs = self.hits(in: table.offset)
        guard !runs.isEmpty, kept < most else { continue }
        kept += runs.count
        hits[table.offset] = runs
      }
      window = index.window.upperBound..<UInt64.max
    }
    guard !hits.isEmpty else { return }
    for table in image.l1Tables {
      guard let bytes = try? image.bytes(of: table) else { continue }
      addReferrers(table, bytes, hits)
    }
  }

  /// What of a table is looked for: the table itself, and the runs that lead there.
  private func hits(in table: HostOffset) -> [Hit] {
    let own = table..<table + geometry.clusterSize
    let runs = hits(own) ? [Hit(run: .table, host: own)] : []
    return image.hasDataFile ? runs : runs + entries(of: table)
  }

  /// The runs of a table that lead to what is looked for.
  private func entries(of table: HostOffset) -> [Hit] {
    guard
      let bytes = try? image.storage.entries(at: table, count: Int(geometry.clusterSize))
    else { return [] }
    var result: [Hit] = []
    let scan = L2Scan(geometry: geometry, hasDataFile: false)
    scan.runs(bytes) { run in
      switch run.kind {
      case .empty, .zeroPlain: return
      case .compressed:
        guard let descriptor = run.entry.compressed(geometry) else { return }
        let host = descriptor.host..<descriptor.host + descriptor.maximumLength
        if hits(host) { result.append(Hit(run: run, host: host)) }
      case .clusters:
        let length = UInt64(run.count) << UInt64(geometry.clusterBits)
        for match in matches(run.host..<run.host + length) {
          result.append(clip(run, to: match))
        }
      }
    }
    return result
  }

  /// The clusters of a run that a range touches.
  private func clip(_ run: EntryRun, to range: Range<HostOffset>) -> Hit {
    let bits = UInt64(geometry.clusterBits)
    let below = range.lowerBound > run.host ? (range.lowerBound - run.host) >> bits : 0
    let rest = run.dropping(Int(below), geometry)
    let wanted = (range.upperBound - rest.host + geometry.clusterSize - 1) >> bits
    let part = rest.prefix(Int(min(wanted, UInt64(rest.count))))
    return Hit(run: part, host: part.host..<part.host + (UInt64(part.count) << bits))
  }

  private mutating func addReferrers(
    _ table: L1Table, _ bytes: Bytes, _ hits: [HostOffset: [Hit]]
  ) {
    for index in 0..<bytes.count / 8 {
      let entry = L1Entry(rawValue: bytes.word(index))
      // An L1 table may name one table millions of times.
      if isCut { return }
      guard let start = entry.l2Table, let runs = hits[start] else { continue }
      for hit in runs {
        for disk in table.disks {
          guard hit.run.count > 0 else {
            keep(hit.host, .l2Table(disk, l1Index: index))
            continue
          }
          keep(hit.host, .guest(owner(hit, of: start, l1Index: index, table, disk)))
        }
      }
    }
  }

  private func owner(
    _ hit: Hit, of l2Table: HostOffset, l1Index: Int, _ table: L1Table, _ disk: DiskName
  ) -> GuestOwner {
    let run = hit.run
    let start = geometry.guestOffset(l1Index: l1Index, l2Index: run.index)
    let length = UInt64(run.count) << UInt64(geometry.clusterBits)
    let kind: ClusterClass =
      if UInt64(l1Index) >= table.firstVMStateEntry {
        .vmState
      } else if run.kind == .compressed {
        .compressed
      } else {
        run.isZero(geometry) ? .zeroKept : .data
      }
    return GuestOwner(
      disk: disk, range: start..<start + length, class: kind,
      entry: Place(l2Table + UInt64(run.index * geometry.l2EntrySize), index: run.index))
  }
}

extension EntryRun {
  /// Stands for the table itself.
  fileprivate static let table = EntryRun(
    index: 0, count: 0, entry: L2Entry(rawValue: 0), kind: .empty, host: .zero)
}

extension Owner {
  fileprivate init(_ part: Region.Part) {
    self =
      switch part {
      case .header: .header
      case .l1Table(let disks): .l1Table(disks)
      case .snapshotTable: .snapshotTable
      case .refcountTable: .refcountTable
      case .refcountBlock(let index): .refcountBlock(index)
      case .encryptionHeader: .encryptionHeader
      case .bitmapDirectory: .bitmapDirectory
      case .bitmapTable(let index): .bitmapTable(index)
      case .bitmapData(let index, let entry): .bitmapData(index, entry: entry)
      }
  }
}
