internal import QCOW2

/// Lays out a small version 3 image in memory: what is in which guest cluster, now and in a
/// snapshot, and one dirty bitmap. The result passes `qemu-img check`.
struct ImageComposer {
  /// What a guest cluster holds.
  enum Content {
    case data([UInt8])
    case compressed([UInt8])
    case zeroPlain
    case zeroAllocated
  }

  static let clusterBits = 16
  static let clusterSize = 1 << clusterBits

  let virtualSize: UInt64
  /// The active disk by guest cluster.
  var active: [Int: Content] = [:]
  /// The guest clusters that a snapshot shares with the active disk, and those it has alone.
  var snapshotShared: Set<Int> = []
  var snapshotOnly: [Int: Content] = [:]
  var snapshotName = "before-upgrade"
  var bitmapName = "backup-monday"
  /// The dirty guest clusters.
  var dirty: Set<Int> = []

  private var file: [UInt8] = []
  private var refcounts: [UInt16] = []
  private var compressedEnd = 0

  init(virtualSize: UInt64) { self.virtualSize = virtualSize }

  /// The image's bytes.
  mutating func compose() -> [UInt8] {
    _ = allocate(1)
    let refcountTable = allocate(1)
    let refcountBlock = allocate(1)
    let l1 = allocate(1)
    let shared = snapshotShared
    var entries: [Int: UInt64] = [:]
    for (cluster, content) in active.sorted(by: { $0.key < $1.key }) {
      entries[cluster] = place(content)
    }
    var snapshotEntries = entries.filter { shared.contains($0.key) }
    for entry in snapshotEntries.values { retain(entry) }
    for (cluster, content) in snapshotOnly.sorted(by: { $0.key < $1.key }) {
      snapshotEntries[cluster] = place(content)
    }
    store(tables(entries), at: l1)
    let snapshotL1 = allocate(1)
    store(tables(snapshotEntries), at: snapshotL1)
    let snapshots = append(snapshotRecord(l1: snapshotL1))
    let directory = append(bitmapDirectory(table: bitmapTable()))
    // No more clusters from here on: the counts are final.
    store([UInt8](bigEndian: UInt64(refcountBlock)), at: refcountTable)
    store(refcounts.flatMap { [UInt8](bigEndian: $0) }, at: refcountBlock)
    file.store(
      header(l1: l1, refcountTable: refcountTable, snapshots: snapshots, directory: directory),
      at: 0)
    return file
  }

  private var l1Entries: Int {
    let span = UInt64(Self.clusterSize / 8 * Self.clusterSize)
    return Int((virtualSize + span - 1) / span)
  }

  private mutating func allocate(_ clusters: Int) -> Int {
    let offset = file.count
    // An array rather than `repeatElement`, which a debug build appends byte by byte.
    file += [UInt8](repeating: 0, count: clusters * Self.clusterSize)
    refcounts.append(contentsOf: repeatElement(1, count: clusters))
    return offset
  }

  private mutating func append(_ bytes: [UInt8]) -> Int {
    let offset = allocate((bytes.count + Self.clusterSize - 1) / Self.clusterSize)
    file.store(bytes, at: offset)
    return offset
  }

  private mutating func store(_ bytes: [UInt8], at offset: Int) { file.store(bytes, at: offset) }

  /// Stores a guest cluster and returns its L2 entry, without COPIED.
  private mutating func place(_ content: Content) -> UInt64 {
    switch content {
    case .data(let bytes): return UInt64(append(bytes))
    case .zeroPlain: return 1
    case .zeroAllocated: return UInt64(allocate(1)) | 1
    case .compressed(let bytes):
      guard let stream = DeflateEncoder.encode(bytes) else { return UInt64(append(bytes)) }
      return place(compressed: stream)
    }
  }

  /// Packs a stream behind the one before, where that leaves room in its host cluster.
  private mutating func place(compressed stream: [UInt8]) -> UInt64 {
    let room = (Self.clusterSize - compressedEnd % Self.clusterSize) % Self.clusterSize
    let offset: Int
    if stream.count <= room {
      offset = compressedEnd
      refcounts[offset / Self.clusterSize] += 1
    } else {
      offset = allocate(1)
    }
    file.store(stream, at: offset)
    compressedEnd = offset + stream.count
    let sectors = (compressedEnd - 1) / 512 - offset / 512
    return 1 << 62 | UInt64(sectors) << UInt64(70 - Self.clusterBits) | UInt64(offset)
  }

  private mutating func retain(_ entry: UInt64) {
    guard entry & 1 << 62 == 0, entry > 1 else { return }
    refcounts[Int(entry & 0x00ff_ffff_ffff_fe00) / Self.clusterSize] += 1
  }

  /// Writes the L2 tables for `entries` and returns the L1 table.
  private mutating func tables(_ entries: [Int: UInt64]) -> [UInt8] {
    let perTable = Self.clusterSize / 8
    return (0..<l1Entries).flatMap { l1Index -> [UInt8] in
      let range = l1Index * perTable..<(l1Index + 1) * perTable
      guard entries.keys.contains(where: range.contains) else {
        return [UInt8](bigEndian: UInt64(0))
      }
      let table = range.flatMap { [UInt8](bigEndian: withCopied(entries[$0] ?? 0)) }
      return [UInt8](bigEndian: UInt64(append(table)) | 1 << 63)
    }
  }

  /// COPIED says that the reference count is exactly one; compressed entries never have it.
  private func withCopied(_ entry: UInt64) -> UInt64 {
    guard entry & 1 << 62 == 0, entry > 1 else { return entry }
    let count = refcounts[Int(entry & 0x00ff_ffff_ffff_fe00) / Self.clusterSize]
    return count == 1 ? entry | 1 << 63 : entry
  }
}

extension ImageComposer {
  private mutating func bitmapTable() -> Int {
    var bits = [UInt8](repeating: 0, count: Int(virtualSize) / Self.clusterSize / 8)
    for cluster in dirty { bits[cluster / 8] |= 1 << UInt8(cluster % 8) }
    return append([UInt8](bigEndian: UInt64(append(bits))))
  }

  private func bitmapDirectory(table: Int) -> [UInt8] {
    var entry = [UInt8](bigEndian: UInt64(table))
    entry.append(bigEndian: UInt32(1))  // table entries
    entry.append(bigEndian: UInt32(2))  // flags: auto
    entry.append(contentsOf: [1, UInt8(Self.clusterBits)])  // dirty tracking, granularity
    entry.append(bigEndian: UInt16(bitmapName.utf8.count))
    entry.append(bigEndian: UInt32(0))
    entry.append(contentsOf: Array(bitmapName.utf8))
    entry.pad(to: 8)
    return entry
  }

  private func snapshotRecord(l1: Int) -> [UInt8] {
    var record = [UInt8](bigEndian: UInt64(l1))
    record.append(bigEndian: UInt32(l1Entries))
    record.append(bigEndian: UInt16(1))
    record.append(bigEndian: UInt16(snapshotName.utf8.count))
    record.append(bigEndian: UInt32(1_767_225_600))  // 2026-01-01
    record.append(bigEndian: UInt32(0))
    record.append(bigEndian: UInt64(86_400_000_000_000))  // a day of guest time
    record.append(bigEndian: UInt32(0))
    record.append(bigEndian: UInt32(24))
    record.append(bigEndian: UInt64(0))
    record.append(bigEndian: virtualSize)
    record.append(bigEndian: UInt64.max)  // no instruction count
    record.append(contentsOf: Array("1".utf8) + Array(snapshotName.utf8))
    record.pad(to: 8)
    return record
  }

  private func header(
    l1: Int, refcountTable: Int, snapshots: Int, directory: Int
  ) -> [UInt8] {
    var header = [UInt8](bigEndian: UInt32(Header.magicNumber))
    header.append(bigEndian: UInt32(3))
    header.append(bigEndian: UInt64(0))
    header.append(bigEndian: UInt32(0))
    header.append(bigEndian: UInt32(Self.clusterBits))
    header.append(bigEndian: virtualSize)
    header.append(bigEndian: UInt32(0))
    header.append(bigEndian: UInt32(l1Entries))
    header.append(bigEndian: UInt64(l1))
    header.append(bigEndian: UInt64(refcountTable))
    header.append(bigEndian: UInt32(1))
    header.append(bigEndian: UInt32(1))
    header.append(bigEndian: UInt64(snapshots))
    header.append(bigEndian: UInt64(0))
    header.append(bigEndian: UInt64(1))  // lazy refcounts
    header.append(bigEndian: UInt64(1))  // bitmaps
    header.append(bigEndian: UInt32(4))
    header.append(bigEndian: UInt32(112))
    header.pad(to: 112)
    header += headerExtension(.featureNames, featureNames())
    var bitmaps = [UInt8](bigEndian: UInt32(1))
    bitmaps.append(bigEndian: UInt32(0))
    bitmaps.append(bigEndian: UInt64(bitmapDirectory(table: 0).count))
    bitmaps.append(bigEndian: UInt64(directory))
    header += headerExtension(.bitmaps, bitmaps)
    return header + headerExtension(.end, [])
  }

  private func headerExtension(_ kind: HeaderExtension.Kind, _ payload: [UInt8]) -> [UInt8] {
    var bytes = [UInt8](bigEndian: kind.rawValue)
    bytes.append(bigEndian: UInt32(payload.count))
    bytes.append(contentsOf: payload)
    bytes.pad(to: 8)
    return bytes
  }

  private func featureNames() -> [UInt8] {
    KnownFeature.all.flatMap { feature -> [UInt8] in
      var row = [UInt8(feature.word.rawValue), UInt8(feature.bit)] + Array(feature.name.utf8)
      row.pad(to: 48)
      return row
    }
  }
}
