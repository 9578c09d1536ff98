import TestSupport

/// Who refers to each cluster of an image with 16-bit counts and standard L2 entries, worked out from
/// its bytes apart from the library.
struct TwinWalk {
  /// The uses by cluster number, each in words.
  private(set) var uses: [Int: Set<String>] = [:]
  private let image: ImageBytes

  private static let offset: UInt64 = 0x00ff_ffff_ffff_fe00

  init(_ image: ImageBytes) {
    self.image = image
    add("header", at: 0, count: 1)
    let refcountClusters = Int(image.number(at: 56, width: 4))
    add("refcount table", at: image.refcountTable, count: refcountClusters * image.clusterSize)
    for index in 0..<refcountClusters * image.clusterSize / 8 {
      let block = Int(image.number(at: image.refcountTable + index * 8, width: 8))
      if block != 0 { add("refcount block \(index)", at: block, count: image.clusterSize) }
    }
    addDisk("active", l1: image.l1Entry(0), entries: Int(image.number(at: 36, width: 4)))
    addSnapshots()
    addBitmaps()
  }

  /// The stored count of a cluster.
  func count(_ cluster: Int) -> UInt64 {
    image.number(at: image.refcountBlock + cluster * 2, width: 2)
  }

  private mutating func add(_ use: String, at start: Int, count: Int) {
    for cluster in start / image.clusterSize...(start + count - 1) / image.clusterSize {
      uses[cluster, default: []].insert(use)
    }
  }

  private mutating func addSnapshots() {
    guard let last = image.snapshots.last else { return }
    let names = image.number(at: last + 12, width: 2) + image.number(at: last + 14, width: 2)
    let end = last + 40 + Int(image.number(at: last + 36, width: 4) + names)
    add("snapshot table", at: image.snapshotTable, count: end - image.snapshotTable)
    for (index, entry) in image.snapshots.enumerated() {
      addDisk(
        "snapshot \(index)", l1: Int(image.number(at: entry, width: 8)),
        entries: Int(image.number(at: entry + 8, width: 4)))
    }
  }

  private mutating func addBitmaps() {
    guard let pointer = image.bitmapsExtension, var entry = image.bitmapDirectory else { return }
    add("bitmap directory", at: entry, count: Int(image.number(at: pointer + 8, width: 8)))
    for bitmap in 0..<Int(image.number(at: pointer, width: 4)) {
      let table = Int(image.number(at: entry, width: 8))
      let entries = Int(image.number(at: entry + 8, width: 4))
      add("bitmap \(bitmap) table", at: table, count: entries * 8)
      for index in 0..<entries {
        let bits = image.number(at: table + index * 8, width: 8) & Self.offset
        if bits != 0 { add("bitmap \(bitmap) bits \(index)", at: Int(bits), count: 1) }
      }
      entry += (24 + Int(image.number(at: entry + 18, width: 2)) + 7) & ~7
    }
  }

  private mutating func addDisk(_ name: String, l1: Int, entries: Int) {
    add("\(name): L1", at: l1, count: entries * 8)
    let perTable = image.clusterSize / 8
    for index in 0..<entries {
      let table = Int(image.number(at: l1 + index * 8, width: 8) & Self.offset)
      guard table != 0 else { continue }
      add("\(name): L2 \(index)", at: table, count: image.clusterSize)
      for place in 0..<perTable {
        let guest = (index * perTable + place) * image.clusterSize
        addEntry(name, guest: guest, image.number(at: table + place * 8, width: 8))
      }
    }
  }

  private mutating func addEntry(_ name: String, guest: Int, _ entry: UInt64) {
    if entry >> 62 & 1 == 1 {
      // 4 KiB clusters: 66 - 12 + 4 = 58 bits of offset, then 4 bits of sectors.
      let start = Int(entry & (1 << 58 - 1))
      let sectors = Int(entry >> 58 & 15)
      add("\(name): compressed \(guest)", at: start, count: (sectors + 1) * 512 - start % 512)
    } else if entry & Self.offset != 0 {
      let kind = entry & 1 == 1 ? "zeros" : "data"
      add("\(name): \(kind) \(guest)", at: Int(entry & Self.offset), count: 1)
    }
  }
}
