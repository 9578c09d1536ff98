/// The reference counts that the image stores: the refcount table, and its blocks as they are asked
/// for.
struct RefcountTable: Sendable {
  let geometry: Geometry
  private let storage: any Storage
  private let table: Bytes
  /// Whether the header puts the table where none can be.
  private let isLost: Bool

  /// Reads the table: at most 8 MiB.
  init(_ image: CheckedImage) throws(ImageError) {
    geometry = image.geometry
    storage = image.storage
    isLost =
      image.header[.refcountTableClusters] == 0
      && image.inspection.header[.refcountTableClusters] > 0
    let start = HostOffset(image.header[.refcountTableOffset])
    let length = image.header[.refcountTableClusters] * geometry.clusterSize
    let room = image.fileEnd > start.rawValue ? (image.fileEnd - start.rawValue + 7) & ~7 : 0
    table = try storage.entries(at: start, count: Int(min(length, room)))
  }

  /// The number of entries that the file holds.
  var count: Int { table.count / 8 }

  /// The entry for one block; empty past the end of the table.
  func entry(_ index: UInt64) -> RefcountTableEntry {
    RefcountTableEntry(rawValue: index < UInt64(count) ? table.word(Int(index)) : 0)
  }

  /// The first entry from `index` on that names a block, or nil.
  func nextBlock(from index: UInt64) -> UInt64? {
    nextEntry(from: index, mask: RefcountTableEntry.offsetMask)
  }

  /// The first entry from `index` on with any of the bits of `mask` set, or nil.
  func nextEntry(from index: UInt64, mask: UInt64 = .max) -> UInt64? {
    guard index < UInt64(count) else { return nil }
    let first = Int(index)
    let empty = table.run(
      from: first, step: 1, limit: .max, mask: mask, first: 0, increment: 0)
    return first + empty < count ? UInt64(first + empty) : nil
  }

  /// The stored reference counts of clusters that one block covers.
  ///
  /// - Parameter clusters: The clusters; all within one block.
  /// - Returns: Their part of the block, or nil where there is none and all counts are 0.
  /// - Throws: `ImageError.system` where the block cannot be read, `.openRefused` where its place is
  ///   between clusters or that of the table is not known.
  func bytes(_ clusters: Range<UInt64>) throws(ImageError) -> Bytes? {
    guard !isLost else { throw .openRefused("the header names no place for reference counts") }
    let block = clusters.lowerBound / geometry.refcountBlockEntries
    guard let start = entry(block).refcountBlock else { return nil }
    guard hasReadablePlace(cluster: clusters.lowerBound) else {
      throw .openRefused("no refcount block can begin at \(start)")
    }
    let first = clusters.lowerBound % geometry.refcountBlockEntries
    let bits = UInt64(geometry.refcountBits)
    // A page of clusters begins at a multiple of 8192, so the first count begins a byte.
    return try storage.entries(
      at: start + first * bits / 8, count: (clusters.count * Int(bits) + 7) / 8)
  }

  /// Fills `counts` with the reference counts of clusters that one block covers.
  ///
  /// - Parameters:
  ///   - clusters: The clusters; all within one block, and as many as `counts` has room for.
  ///   - counts: What to fill.
  /// - Returns: Whether there is a block. Without one all counts are 0.
  /// - Throws: As `bytes`.
  func load(_ clusters: Range<UInt64>, into counts: inout [UInt64]) throws(ImageError) -> Bool {
    guard let bytes = try bytes(clusters) else { return false }
    decode(bytes, count: clusters.count, into: &counts)
    return true
  }

  /// The count that all of a stretch have, or nil where they are told one by one.
  ///
  /// Looks at the counts as they are stored: in a filled image nearly all are alike, and widening them
  /// first took a quarter of a check.
  func common(_ bytes: Bytes, count: Int) -> UInt64? {
    let width = geometry.refcountBits / 8
    guard width > 0, bytes.count == count * width, bytes.repeats(every: width) else { return nil }
    var first: [UInt64] = [0]
    decode(bytes, count: 1, into: &first)
    return first[0]
  }

  /// What the file is too short for counts as zero, as it does for QEMU.
  func decode(_ bytes: Bytes, count: Int, into counts: inout [UInt64]) {
    let order = geometry.refcountOrder
    switch order {
    case 0...2:
      let width = 1 << order
      let perByte = 8 / width
      let mask = UInt64(1 << width) - 1
      for index in 0..<count {
        let byte = bytes.load(UInt8.self, at: index / perByte) ?? 0
        counts[index] = UInt64(byte) >> UInt64(index % perByte * width) & mask
      }
    case 3: decode(bytes, as: UInt8.self, count, &counts)
    case 4: decode(bytes, as: UInt16.self, count, &counts)
    case 5: decode(bytes, as: UInt32.self, count, &counts)
    default: decode(bytes, as: UInt64.self, count, &counts)
    }
  }

  /// Bounds are checked once and not for each of the counts, which are as many as clusters.
  @inline(__always)
  private func decode<Count: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ bytes: Bytes, as _: Count.Type, _ count: Int, _ counts: inout [UInt64]
  ) {
    let width = MemoryLayout<Count>.size
    let present = min(count, bytes.count / width)
    precondition(count <= counts.count)
    let source = unsafe bytes.array.span.bytes
    var target = counts.mutableSpan
    for index in 0..<present {
      let stored = unsafe source.unsafeLoadUnaligned(
        fromUncheckedByteOffset: index * width, as: Count.self)
      unsafe target[unchecked: index] = UInt64(Count(bigEndian: stored))
    }
    for index in present..<count { target[index] = 0 }
  }

  /// Whether the block with the count of a cluster is where a block may be, if there is one.
  func hasReadablePlace(cluster: UInt64) -> Bool {
    guard let start = entry(cluster / geometry.refcountBlockEntries).refcountBlock else {
      return true
    }
    return geometry.offsetInCluster(start) == 0 && start.rawValue <= UInt64(Int64.max)
  }

  /// The count of one cluster; nil where it cannot be read.
  func count(of cluster: UInt64) -> UInt64? {
    let page = cluster / 8 * 8
    let last = min(
      page + 8, (page / geometry.refcountBlockEntries + 1) * geometry.refcountBlockEntries)
    var counts = [UInt64](repeating: 0, count: 8)
    do {
      _ = try load(page..<last, into: &counts)
      return counts[Int(cluster - page)]
    } catch {
      return nil
    }
  }
}
