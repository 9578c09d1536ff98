/// What the bytes of an image file are, by its header, its directories and the tables that they name.
///
/// Read once; what is asked for later is read then, so that the cost is that of what is shown.
public struct Anatomy: Sendable {
  let image: CheckedImage
  /// The state of the file when it was read.
  private let version: FileVersion?
  let counts: RefcountTable
  /// The structures that are known at once, by their start.
  private let fixed: [Structure]
  private let tables: [TablePlace]
  /// Whether there are more L2 tables and refcount blocks than were kept.
  public let isCut: Bool

  /// A table of one cluster, and who names it.
  private struct TablePlace: Sendable {
    let start: HostOffset
    let kind: Structure.Kind
  }

  /// The tables of one cluster that are kept, 12 MiB of them.
  private static let mostTables = 1 << 18

  /// Reads the header, the directories, the L1 tables and the refcount table.
  ///
  /// - Parameters:
  ///   - storage: Where the image is.
  ///   - allowsBrokenHeader: Whether structures are told of an image whose header breaks a rule, as far
  ///     as they can be located.
  ///   - cancellation: Stops between two tables.
  /// - Throws: `ImageError.cancelled`, `.refused` where the header leaves nothing to look at, `.notAnImage` without
  ///   the magic number, `.system` where reading fails.
  public init(
    _ storage: any Storage, allowsBrokenHeader: Bool = false,
    cancellation: Cancellation = Cancellation()
  ) throws(ImageError) {
    version = storage.version()
    image = try CheckedImage(
      storage, allowsBrokenHeader: allowsBrokenHeader, cancellation: cancellation)
    counts = try RefcountTable(image)
    fixed = image.fixedStructures.sorted { $0.range.lowerBound < $1.range.lowerBound }
    var places: [TablePlace] = []
    try Self.addL2Tables(image, &places, cancellation)
    Self.addRefcountBlocks(counts, &places)
    if cancellation.isCancelled { throw .cancelled }
    isCut = places.count >= Self.mostTables
    places.sort { $0.start < $1.start }
    tables = places
  }

  /// Whether the file has been written to since.
  public var isStale: Bool { image.storage.version() != version }

  /// The image's arithmetic.
  public var geometry: Geometry { image.geometry }

  /// The entries of the snapshot table.
  public var snapshots: [SnapshotRecord] { image.snapshots.records }

  /// The entries of the bitmap directory.
  public var bitmaps: [BitmapRecord] { image.bitmaps.records }

  /// The length of the file when it was read.
  public var fileEnd: UInt64 { image.fileEnd }

  /// The stored reference count of the cluster that a byte of the file is in; nil where it cannot be
  /// read.
  public func referenceCount(of offset: HostOffset) -> UInt64? {
    counts.count(of: offset.rawValue >> UInt64(geometry.clusterBits))
  }

  private static func addL2Tables(
    _ image: CheckedImage, _ places: inout [TablePlace], _ cancellation: Cancellation
  ) throws(ImageError) {
    for table in image.l1Tables {
      if cancellation.isCancelled { throw .cancelled }
      guard let disk = table.disks.first, let bytes = try? image.bytes(of: table) else { continue }
      for index in 0..<bytes.count / 8 {
        let entry = L1Entry(rawValue: bytes.word(index))
        guard let start = entry.l2Table, image.geometry.offsetInCluster(start) == 0 else {
          continue
        }
        guard places.count < mostTables else { return }
        places.append(TablePlace(start: start, kind: .l2Table(disk, l1Index: index)))
      }
    }
  }

  private static func addRefcountBlocks(_ counts: RefcountTable, _ places: inout [TablePlace]) {
    var next = counts.nextBlock(from: 0)
    while let index = next, places.count < mostTables {
      if let start = counts.entry(index).refcountBlock, start.rawValue <= UInt64(Int64.max) {
        places.append(TablePlace(start: start, kind: .refcountBlock(Int(index))))
      }
      next = counts.nextBlock(from: index + 1)
    }
  }
}

extension Anatomy {
  /// The structures that a range of the file touches, in its order. In a damaged file they may lie
  /// over one another.
  public func structures(in range: Range<HostOffset>) -> [Structure] {
    var found = fixed.filter { $0.range.overlaps(range) }
    // Tables begin with a cluster, so one that reaches into the range begins at most one before it.
    let size = geometry.clusterSize
    let low = HostOffset(range.lowerBound.rawValue - min(range.lowerBound.rawValue, size - 1))
    var index = firstTable(from: low)
    var last: HostOffset?
    while index < tables.count, tables[index].start < range.upperBound {
      // The first who names a table stands for all.
      if tables[index].start != last {
        found.append(Structure(tables[index].kind, at: tables[index].start, length: size))
      }
      last = tables[index].start
      index += 1
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The structure at a byte; the smallest of several.
  public func structure(at offset: HostOffset) -> Structure? {
    guard let end = offset.advanced(by: 1) else { return nil }
    return structures(in: offset..<end).min {
      $0.range.upperBound - $0.range.lowerBound < $1.range.upperBound - $1.range.lowerBound
    }
  }

  private func firstTable(from start: HostOffset) -> Int {
    var (low, high) = (0, tables.count)
    while low < high {
      let middle = (low + high) / 2
      if tables[middle].start < start { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The L1 table of a disk.
  public func l1Table(of disk: DiskName) -> Structure? {
    fixed.first { $0.kind == .l1Table(disk) }
  }

  /// The disk whose L1 table begins at a place.
  public func disk(withL1At start: HostOffset) -> DiskName? {
    image.l1Tables.first { $0.offset == start }?.disks.first
  }

  /// The tables that no entry of another one names: those of disks, reference counts and bitmaps.
  public var roots: [Structure] {
    fixed.filter { structure in
      switch structure.kind {
      case .l1Table, .refcountTable, .bitmapTable: true
      default: false
      }
    }.sorted { ($0.order, $0.range.lowerBound) < ($1.order, $1.range.lowerBound) }
  }
}

extension Structure {
  /// The active disk's tables first.
  fileprivate var order: Int {
    switch kind {
    case .l1Table(.active): -2
    case .refcountTable: -1
    case .l1Table(.snapshot(let index)): index
    default: Int.max
    }
  }
}
