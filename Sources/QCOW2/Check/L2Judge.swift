/// Judges the entries of L2 tables and claims the clusters they name; one for each thread.
struct L2Judge {
  var claimer: Claimer
  private(set) var statistics = ClusterStatistics(total: 0)
  let scan: L2Scan
  /// Whether entries are judged, and not only their clusters counted: in the first of several passes.
  let isFirstPass: Bool
  private(set) var table: L2TableIndex.Table
  private var nextHost = HostOffset.zero

  init(_ claimer: Claimer, isFirstPass: Bool) {
    self.claimer = claimer
    self.isFirstPass = isFirstPass
    scan = L2Scan(geometry: claimer.image.geometry, hasDataFile: claimer.image.hasDataFile)
    table = .nowhere
  }

  var geometry: Geometry { scan.geometry }

  /// Whether the COPIED flags are the active disk's. An L1 entry without an offset leads to the header
  /// for QEMU's check, which does not look at the flags there, nor at those of a table that has no
  /// readable count itself.
  private(set) var hasFlags = false

  /// Judges one table.
  ///
  /// - Parameters:
  ///   - table: Which one.
  ///   - bytes: What the file has of it, and perhaps of its neighbours.
  ///   - part: Where it is among them; nil where it is alone.
  mutating func judge(_ table: L2TableIndex.Table, _ bytes: Bytes, in part: Range<Int>?) {
    self.table = table
    hasFlags =
      table.activeReferences > 0 && table.offset != .zero
      && claimer.counts.hasReadablePlace(
        cluster: table.offset.rawValue >> UInt64(geometry.clusterBits))
    nextHost = .zero
    claimTable()
    scan.runs(bytes, in: part) { judge($0) }
  }

  /// Claims the table itself.
  private mutating func claimTable() {
    var claim = Claim(
      class: .l2Table, holders: table.holders, references: UInt64(table.references))
    let copied = UInt64(table.copiedReferences)
    let plain = UInt64(table.activeReferences) - copied
    if hasFlags {
      claim.active = copied > 0 ? .copied : .plain
      claim.activeReferences = copied > 0 ? copied : plain
    }
    let isLost = !claimer.claimCluster(table.offset, claim)
    if copied > 0, plain > 0, hasFlags {
      // Two L1 entries that disagree: the other flag, without counting the table again.
      claim.references = 0
      claim.active = .plain
      claim.activeReferences = plain
      _ = claimer.claim(table.offset, 1, claim)
    }
    guard isFirstPass else { return }
    if table.activeReferences > 1 {
      reportTable(.l2TableShared, weight: 1) {
        "the L2 table at \(table.offset) is that of \(table.activeReferences) L1 entries"
      }
    }
    if isLost { reportLostTable() }
  }

  private func reportTable(_ problem: Problem, weight: UInt64, _ message: () -> String) {
    let start = geometry.guestOffset(l1Index: Int(table.l1Index))
    claimer.findings.report(
      problem, table: table.offset, at: Place(table.offset), weight: weight,
      Touched(
        guest: table.isVMState ? nil : start..<start + geometry.l2Span,
        host: table.offset..<table.offset + geometry.clusterSize, holders: table.holders),
      message)
  }

  private func reportLostTable() {
    reportTable(.l2TablePastEnd, weight: UInt64(table.references)) {
      "the L2 table at \(table.offset) lies past the end of the file at "
        + hex(claimer.image.fileEnd)
    }
    let cluster = table.offset.rawValue >> UInt64(geometry.clusterBits)
    guard let stored = claimer.counts.count(of: cluster) else { return }
    let copied = UInt64(table.copiedReferences)
    let wrong = stored == 1 ? UInt64(table.activeReferences) - copied : copied
    guard wrong > 0 else { return }
    reportTable(.l1Copied, weight: wrong) {
      "COPIED of the L2 table at \(table.offset): the reference count is \(stored)"
    }
  }

  /// Reports a table that the system cannot read.
  func reportUnreadable(_ table: L2TableIndex.Table, _ error: ImageError) {
    guard isFirstPass else { return }
    let start = geometry.guestOffset(l1Index: Int(table.l1Index))
    claimer.findings.report(
      .tableUnreadable, table: table.offset, at: Place(table.offset),
      weight: UInt64(table.references),
      Touched(guest: start..<start + geometry.l2Span, holders: table.holders)
    ) { "the L2 table at \(table.offset): \(error)" }
  }

  private mutating func judge(_ run: EntryRun) {
    if isFirstPass {
      judgeBits(run)
      count(run)
    }
    switch run.kind {
    case .compressed: judgeCompressed(run)
    case .clusters: claimClusters(run)
    case .empty, .zeroPlain: break
    }
  }

  /// What of an entry is wrong in itself.
  private mutating func judgeBits(_ run: EntryRun) {
    let entry = run.entry
    if entry.reservedBits != 0 {
      report(.l2ReservedBits, run, bits: entry.reservedBits.bitRange) {
        "L2 entry \(hex(entry.rawValue, digits: 16)) has reserved bits set"
      }
    }
    if geometry.version < 3, entry.hasZeroFlag {
      report(.zeroFlagInVersion2, run, bits: 0...0) {
        "L2 entry \(hex(entry.rawValue, digits: 16)) has the zero flag, which version 2 lacks"
      }
    }
    if geometry.hasExtendedL2 { judgeSubclusters(run) }
  }

  private mutating func judgeSubclusters(_ run: EntryRun) {
    let bitmap = run.entry.subclusters
    let text = hex(bitmap.rawValue, digits: 16)
    switch run.kind {
    case .compressed:
      if bitmap.rawValue != 0, !scan.hasDataFile {
        report(.compressedWithSubclusters, run) { "a compressed cluster has the bitmap \(text)" }
      }
    case .clusters:
      if bitmap.allocated & bitmap.zero != 0 {
        report(.subclusterConflict, run) {
          "the bitmap \(text) marks subclusters as allocated and as zero"
        }
      }
    case .empty, .zeroPlain:
      if bitmap.allocated != 0 {
        report(.subclustersWithoutCluster, run) {
          "the bitmap \(text) marks subclusters as allocated, but there is no host cluster"
        }
      }
    }
  }

  private mutating func count(_ run: EntryRun) {
    let weight = UInt64(table.activeReferences)
    guard weight > 0, run.kind == .clusters || run.kind == .compressed else { return }
    statistics.allocated += UInt64(run.count) * weight
    if run.kind == .compressed {
      // QEMU takes every one for fragmented, and for no neighbour of others.
      guard !scan.hasDataFile, !(geometry.hasExtendedL2 && run.entry.subclusters.rawValue != 0)
      else { return statistics.allocated -= weight }
      statistics.compressed += weight
      statistics.fragmented += weight
      return
    }
    if nextHost != .zero, run.host != nextHost { statistics.fragmented += weight }
    nextHost = run.host + UInt64(run.count) * geometry.clusterSize
  }

  private mutating func judgeCompressed(_ run: EntryRun) {
    if run.entry.isCopied, isFirstPass {
      report(.compressedCopied, run, bits: 63...63) {
        "the compressed entry \(hex(run.entry.rawValue, digits: 16)) has COPIED set"
      }
    }
    guard !scan.hasDataFile else {
      if isFirstPass {
        report(.compressedWithDataFile, run) {
          "the entry \(hex(run.entry.rawValue, digits: 16)) is compressed, but data lies in "
            + "another file"
        }
      }
      return
    }
    if geometry.hasExtendedL2, run.entry.subclusters.rawValue != 0 { return }
    guard let descriptor = run.entry.compressed(geometry) else { return }
    let length = descriptor.maximumLength
    let claim = Claim(
      class: .compressed, holders: table.holders, references: UInt64(table.references))
    if !claimer.claim(descriptor.host, length, claim), isFirstPass {
      report(.compressedPastEnd, run) {
        "compressed data at \(descriptor.host), up to \(length) bytes, lies past the end of the file"
      }
    }
  }

  /// Reports the entries of a run.
  func report(
    _ problem: Problem, _ run: EntryRun, bits: ClosedRange<Int>? = nil, weight: UInt64? = nil,
    _ message: () -> String
  ) {
    let entry = table.offset + UInt64(run.index * geometry.l2EntrySize)
    let guest = geometry.guestOffset(l1Index: Int(table.l1Index), l2Index: run.index)
    let length = UInt64(run.count) << UInt64(geometry.clusterBits)
    claimer.findings.report(
      problem, table: table.offset, at: Place(entry, index: run.index, bits: bits),
      places: UInt64(run.count), weight: weight ?? UInt64(table.references),
      Touched(
        guest: table.isVMState ? nil : guest..<guest + length,
        host: run.kind == .clusters ? run.host..<run.host + length : nil, holders: table.holders),
      message)
  }
}
