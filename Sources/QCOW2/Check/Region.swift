/// A stretch of the file that one structure takes, whatever an L2 table says.
struct Region {
  /// Which structure.
  enum Part: Hashable {
    case header
    case l1Table([DiskName])
    case snapshotTable
    case refcountTable
    case refcountBlock(Int)
    case encryptionHeader
    case bitmapDirectory
    case bitmapTable(Int)
    case bitmapData(Int, entry: Int)
  }

  let part: Part
  let start: HostOffset
  let length: UInt64

  /// The bytes that it takes; those that 64 bits count, whatever the image says.
  var range: Range<HostOffset> { start..<(start.advanced(by: length) ?? HostOffset(.max)) }

  var `class`: ClusterClass {
    switch part {
    case .header: .header
    case .l1Table: .l1Table
    case .snapshotTable: .snapshotTable
    case .refcountTable: .refcountTable
    case .refcountBlock: .refcountBlock
    case .encryptionHeader: .encryptionHeader
    case .bitmapDirectory: .bitmapDirectory
    case .bitmapTable: .bitmapTable
    case .bitmapData: .bitmapData
    }
  }
}

extension CheckedImage {
  /// The structures that the header and the directories name, without refcount blocks and the bits
  /// of bitmaps, of which there may be many.
  var regions: [Region] {
    var regions = [Region(part: .header, start: .zero, length: geometry.clusterSize)]
    for table in l1Tables where table.entries > 0 {
      regions.append(
        Region(part: .l1Table(table.disks), start: table.offset, length: table.length))
    }
    if header[.nbSnapshots] > 0 {
      let start = HostOffset(header[.snapshotsOffset])
      let last = snapshots.records.last.map { $0.offset + UInt64($0.bytes.count) } ?? start
      let lost = UInt64(lostSnapshots * SnapshotRecord.fixedLength)
      let end = lost > 0 ? HostOffset((last.rawValue + 7) & ~7) + lost : last
      regions.append(Region(part: .snapshotTable, start: start, length: end - start))
    }
    regions.append(
      Region(
        part: .refcountTable, start: HostOffset(header[.refcountTableOffset]),
        length: header[.refcountTableClusters] * geometry.clusterSize))
    if let pointer = inspection.encryptionHeader, header[.cryptMethod] == 2 {
      regions.append(
        Region(part: .encryptionHeader, start: pointer.offset, length: pointer.length))
    }
    return (regions + bitmapRegions).filter { $0.length > 0 }
  }

  private var bitmapRegions: [Region] {
    guard let pointer = inspection.liveBitmaps else { return [] }
    var regions = [
      Region(
        part: .bitmapDirectory, start: pointer.directoryOffset, length: pointer.directorySize)
    ]
    for (index, record) in bitmaps.records.enumerated() where record.hasReadableTable(geometry) {
      regions.append(
        Region(
          part: .bitmapTable(index), start: HostOffset(record[.bitmapTableOffset]),
          length: record[.bitmapTableSize] * 8))
    }
    return regions
  }

  /// Calls `visit` for the entries of the bitmaps' tables that are not zero, up to 64 KiB of them at
  /// a time.
  func bitmapEntries(
    _ cancellation: Cancellation,
    _ visit: (_ bitmap: Int, _ index: Int, _ entry: BitmapTableEntry) -> Void
  ) throws(ImageError) {
    for (bitmap, record) in bitmaps.records.enumerated() where record.hasReadableTable(geometry) {
      let table = HostOffset(record[.bitmapTableOffset])
      let entries = Int(record[.bitmapTableSize])
      var first = 0
      while first < entries {
        if cancellation.isCancelled { throw .cancelled }
        let bytes = try storage.entries(
          at: table + UInt64(first) * 8, count: min(entries - first, 8192) * 8)
        for index in 0..<bytes.count / 8 where bytes.word(index) != 0 {
          visit(bitmap, first + index, BitmapTableEntry(rawValue: bytes.word(index)))
        }
        // Past the end of the file there is nothing but zeros.
        guard bytes.count == min(entries - first, 8192) * 8 else { break }
        first += 8192
      }
    }
  }
}

extension BitmapRecord {
  /// Whether the place and the size of the table are within their limits.
  func hasReadableTable(_ geometry: Geometry) -> Bool {
    geometry.offsetInCluster(HostOffset(self[.bitmapTableOffset])) == 0
      && self[.bitmapTableOffset] <= UInt64(Int64.max) / 2
      && self[.bitmapTableSize] <= Self.mostTableEntries
  }
}
