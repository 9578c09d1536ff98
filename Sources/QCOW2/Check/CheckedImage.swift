/// The structures of an image that a check starts from: read once, at most 40 MiB and the L1 tables.
struct CheckedImage: Sendable {
  let storage: any Storage
  let inspection: Inspection
  /// The header as far as structures can be found by it.
  let header: Header
  let geometry: Geometry
  /// Whether the header names less than there is, so that what nothing seems to refer to may be in use.
  let mayMissOwners: Bool
  /// The length of the file when the check began.
  let fileEnd: UInt64
  /// The state of the file when the check began.
  private let version: FileVersion?
  let snapshots: SnapshotTable
  let bitmaps: BitmapDirectory
  /// The L1 tables: the active one first, those that several disks have once.
  let l1Tables: [L1Table]

  /// - Parameters:
  ///   - storage: Where the image is.
  ///   - allowsBrokenHeader: Whether every broken rule is passed over that leaves some table to be found.
  ///   - cancellation: Stops.
  /// - Throws: `ImageError.cancelled`, `.refused` where the header is out of its limits in a way that leaves
  ///   nothing to check, `.notAnImage` without the magic number, `.system` where reading fails.
  init(
    _ storage: any Storage, allowsBrokenHeader: Bool = false,
    cancellation: Cancellation = Cancellation()
  ) throws(ImageError) {
    let inspection = try Inspection(storage)
    let refusal = inspection.findings.first {
      $0.severity == .refusal && !Self.tolerated.contains($0.code)
    }
    mayMissOwners = refusal != nil
    if let refusal = allowsBrokenHeader ? inspection.structureRefusal : refusal {
      throw .refused(refusal)
    }
    self.storage = storage
    self.inspection = inspection
    header = inspection.usableHeader
    geometry = Geometry(header)
    version = storage.version()
    fileEnd = try storage.byteCount()
    snapshots = try SnapshotTable(storage, header, cancellation)
    bitmaps = try BitmapDirectory(storage, inspection, geometry)
    l1Tables = Self.l1Tables(header, geometry, snapshots.records)
  }

  /// Broken rules that stop a reader and leave a check something to do.
  private static let tolerated: Set = [
    "no-refcount-table", "bitmaps-count", "bitmaps-reserved", "bitmaps-offset", "bitmaps-size",
    "bitmaps-length",
  ]

  /// The snapshots whose entries lie past the end of the file; QEMU takes them for entries of zeros.
  var lostSnapshots: Int {
    let last = snapshots.records.last.map { $0.offset.rawValue + UInt64($0.bytes.count) }
    let next = ((last ?? header[.snapshotsOffset]) + 7) & ~7
    guard next + UInt64(SnapshotRecord.fixedLength) > fileEnd else { return 0 }
    return Int(header[.nbSnapshots]) - snapshots.records.count
  }

  /// Whether another program has the file open for writing now or has changed it meanwhile, so that
  /// what was read at one time need not fit what was read at another.
  var isLive: Bool { storage.hasWriter() == true || storage.version() != version }

  /// The end of the largest of the disks that the image holds.
  var largestDisk: GuestOffset {
    GuestOffset(snapshots.records.reduce(geometry.virtualSize) { max($0, $1.diskSize ?? 0) })
  }
  var hasDataFile: Bool { header.has(.externalDataFile) }
  /// The clusters of the file, a last partial one included.
  var fileClusters: UInt64 {
    (fileEnd >> UInt64(geometry.clusterBits))
      + (geometry.offsetInCluster(HostOffset(fileEnd)) == 0 ? 0 : 1)
  }

  private static func l1Tables(
    _ header: Header, _ geometry: Geometry, _ records: [SnapshotRecord]
  ) -> [L1Table] {
    let active = L1Table(
      offset: HostOffset(header[.l1TableOffset]), entries: geometry.l1Size, disks: [.active],
      firstVMStateEntry: geometry.l1EntriesNeeded)
    var tables = [active]
    var places = [Key(active.offset, active.entries): 0]
    for (index, record) in records.enumerated() where record.l1Problem(header) == nil {
      let key = Key(record.l1TableOffset, record.l1Size)
      if let place = places[key] {
        tables[place].disks.append(.snapshot(index))
        continue
      }
      places[key] = tables.count
      tables.append(
        L1Table(
          offset: record.l1TableOffset, entries: record.l1Size, disks: [.snapshot(index)],
          firstVMStateEntry: record.firstVMStateEntry(geometry)))
    }
    return tables
  }

  private struct Key: Hashable {
    let offset: HostOffset
    let entries: Int

    init(_ offset: HostOffset, _ entries: Int) {
      self.offset = offset
      self.entries = entries
    }
  }

  /// The bytes of an L1 table; entries past the end of the file count as empty.
  func bytes(of table: L1Table) throws(ImageError) -> Bytes {
    let start = table.offset.rawValue
    let room = fileEnd > start ? (fileEnd - start + 7) & ~7 : 0
    return try storage.entries(at: table.offset, count: Int(min(table.length, room)))
  }
}

extension SnapshotRecord {
  /// The first L1 entry that maps saved machine state; none does where none was saved.
  func firstVMStateEntry(_ geometry: Geometry) -> UInt64 {
    guard vmStateSize > 0 else { return .max }
    let size = diskSize ?? geometry.virtualSize
    return size / geometry.l2Span + (size % geometry.l2Span == 0 ? 0 : 1)
  }
}
