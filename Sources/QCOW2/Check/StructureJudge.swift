/// Claims what is not in L2 tables, and judges L1 tables, bitmaps and refcount blocks.
struct StructureJudge {
  private let image: CheckedImage
  private let findings: FindingCollector
  /// For what can be told of the clusters of the pass alone.
  private let findingsOfAllPasses: FindingCollector
  private let isFirstPass: Bool

  init(_ image: CheckedImage, _ findings: FindingCollector, isFirstPass: Bool) {
    self.image = image
    // What was found once is not found again when a file takes several passes.
    self.findings = isFirstPass ? findings : FindingCollector()
    findingsOfAllPasses = findings
    self.isFirstPass = isFirstPass
  }

  private var geometry: Geometry { image.geometry }

  /// Claims the header, the tables and what bitmaps consist of.
  ///
  /// - Returns: The bytes that each bitmap takes.
  func claimRegions(
    _ claimer: inout Claimer, _ cancellation: Cancellation
  ) throws(ImageError) -> [UInt64] {
    var bitmapBytes = [UInt64](repeating: 0, count: image.bitmaps.records.count)
    var own = claimer.reporting(to: findings)
    let size = geometry.clusterSize
    for region in image.regions {
      own.claim(region, holders: region.holders)
      guard case .bitmapTable(let bitmap) = region.part else { continue }
      bitmapBytes[bitmap] += (region.length + size - 1) & ~(size - 1)
    }
    try image.bitmapEntries(cancellation) { bitmap, index, entry in
      let table = HostOffset(image.bitmaps.records[bitmap][.bitmapTableOffset])
      let cluster = HostOffset(entry.rawValue & 0x00ff_ffff_ffff_fe00)
      guard entry.reservedBits == 0, geometry.offsetInCluster(cluster) == 0 else {
        findings.report(
          .bitmapTableEntry, table: table,
          at: Place(table + UInt64(index) * 8, index: index), Touched(bitmap: bitmap)
        ) { "bitmap table entry \(hex(entry.rawValue, digits: 16)) is broken" }
        return
      }
      guard cluster != .zero else { return }
      own.claim(
        Region(part: .bitmapData(bitmap, entry: index), start: cluster, length: size))
      bitmapBytes[bitmap] += size
    }
    claimer = own.reporting(to: claimer.findings)
    return bitmapBytes
  }

  /// Reads and judges an L1 table.
  ///
  /// - Parameters:
  ///   - table: Which one.
  ///   - isFirstWindow: Whether its entries are to be judged, and not only read again.
  /// - Returns: Its entries; nil where they cannot be read.
  func l1Bytes(_ table: L1Table, isFirstWindow: Bool) -> Bytes? {
    do throws(ImageError) {
      let bytes = try image.bytes(of: table)
      if isFirstPass, isFirstWindow { judge(bytes, table) }
      return bytes
    } catch {
      guard isFirstWindow else { return nil }
      findings.report(
        .tableUnreadable, table: table.offset, at: Place(table.offset),
        weight: UInt64(table.disks.count), Touched(holders: table.holders)
      ) { "the L1 table at \(table.offset): \(error)" }
      return nil
    }
  }

  private func judge(_ bytes: Bytes, _ table: L1Table) {
    for index in 0..<bytes.count / 8 {
      let raw = bytes.word(index)
      // Nothing to say of most entries.
      guard raw & (L1Entry.reservedMask | (geometry.clusterSize - 1)) != 0 else { continue }
      let entry = L1Entry(rawValue: raw)
      if entry.reservedBits != 0 {
        report(.l1ReservedBits, table, index, bits: entry.reservedBits.bitRange) {
          "L1 entry \(hex(raw, digits: 16)) has reserved bits set"
        }
      }
      if raw & L1Entry.offsetMask & (geometry.clusterSize - 1) != 0 {
        report(.l1Unaligned, table, index, bits: 9...55) {
          "L1 entry \(hex(raw, digits: 16)) points between clusters"
        }
      }
    }
  }

  private func report(
    _ problem: Problem, _ table: L1Table, _ index: Int, bits: ClosedRange<Int>,
    _ message: () -> String
  ) {
    let start = geometry.guestOffset(l1Index: index)
    findings.report(
      problem, table: table.offset,
      at: Place(table.offset + UInt64(index) * 8, index: index, bits: bits),
      weight: UInt64(table.disks.count),
      Touched(
        guest: UInt64(index) < table.firstVMStateEntry ? start..<start + geometry.l2Span : nil,
        holders: table.holders),
      message)
  }
}

extension StructureJudge {
  /// Claims the refcount blocks. To be called last: a block must be referred to once.
  func claimRefcountBlocks(_ claimer: inout Claimer, _ counts: RefcountTable) {
    var own = claimer.reporting(to: findings)
    var shared: [(index: UInt64, others: UInt64)] = []
    var next = counts.nextEntry(from: 0)
    while let index = next {
      if let start = claimRefcountBlock(index, counts.entry(index), &own),
        let references = own.references(at: start), references != 1, geometry.refcountOrder > 0
      {
        // A count that cannot hold more than 1 says nothing of other uses; that is an overflow.
        shared.append((index, references - 1))
      }
      next = counts.nextEntry(from: index + 1)
    }
    claimer = own.reporting(to: claimer.findings)
    let bits = UInt64(geometry.clusterBits)
    for (index, others) in shared {
      let entry = counts.entry(index)
      // Those that the claims since have left for a later pass are found again there.
      guard let start = entry.refcountBlock,
        claimer.clusters.window.contains(start.rawValue >> bits)
      else { continue }
      report(.refcountBlockShared, index, entry, to: findingsOfAllPasses) {
        "names a cluster with \(others) other uses"
      }
    }
  }

  /// - Returns: Where the block lies, if it is one.
  private func claimRefcountBlock(
    _ index: UInt64, _ entry: RefcountTableEntry, _ claimer: inout Claimer
  ) -> HostOffset? {
    guard entry.reservedBits == 0 else {
      report(.refcountTableReservedBits, index, entry, bits: 0...8, to: findings) {
        "has reserved bits set"
      }
      return nil
    }
    guard let start = entry.refcountBlock else { return nil }
    guard geometry.offsetInCluster(start) == 0 else {
      report(.refcountBlockUnaligned, index, entry, to: findings) { "points between clusters" }
      return nil
    }
    guard start.rawValue >> UInt64(geometry.clusterBits) < image.fileClusters else {
      report(.refcountBlockPastEnd, index, entry, to: findings) {
        "points past the end of the file"
      }
      return nil
    }
    _ = claimer.claim(start, geometry.clusterSize, Claim(class: .refcountBlock))
    return start
  }

  private func report(
    _ problem: Problem, _ index: UInt64, _ entry: RefcountTableEntry,
    bits: ClosedRange<Int> = 9...63, to findings: FindingCollector, _ message: () -> String
  ) {
    let table = HostOffset(image.header[.refcountTableOffset])
    findings.report(
      problem, table: table, at: Place(table + index * 8, index: Int(index), bits: bits)
    ) { "refcount table entry \(index) (\(hex(entry.rawValue, digits: 16))) \(message())" }
  }
}

extension Region {
  fileprivate var holders: Holders {
    guard case .l1Table(let disks) = part else { return .none }
    return disks.reduce(.none) { $0.joined(with: $1.holders) }
  }
}
