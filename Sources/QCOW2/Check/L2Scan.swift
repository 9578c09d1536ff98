/// Goes over the entries of an L2 table in runs, so that a table of like entries costs one comparison
/// each.
struct L2Scan {
  let geometry: Geometry
  let hasDataFile: Bool

  /// Calls `visit` for the runs of a table in rising order. Entries that are wholly zero are left
  /// out.
  ///
  /// - Parameters:
  ///   - bytes: The table, or several.
  ///   - part: Where the table is among them; all of them unless given.
  ///   - visit: Told of each run.
  @inline(__always)
  func runs(_ bytes: Bytes, in part: Range<Int>? = nil, _ visit: (EntryRun) -> Void) {
    let all = 0..<bytes.count
    let words = (part ?? all).clamped(to: all)
    let table = words.lowerBound / 8..<words.upperBound / 8
    if geometry.hasExtendedL2 {
      extendedRuns(bytes, table, visit)
    } else {
      standardRuns(bytes, table, visit)
    }
  }

  @inline(__always)
  private func standardRuns(
    _ bytes: Bytes, _ table: Range<Int>, _ visit: (EntryRun) -> Void
  ) {
    let entries = table.count
    var index = 0
    while index < entries {
      let raw = bytes.word(table.lowerBound + index)
      guard raw != 0 else {
        index += bytes.run(
          from: table.lowerBound + index, step: 1, limit: entries - index, mask: .max, first: 0,
          increment: 0)
        continue
      }
      let entry = L2Entry(rawValue: raw)
      let kind = kind(entry)
      let host = HostOffset(kind == .clusters ? raw & L2Entry.offsetMask : 0)
      let count =
        switch kind {
        case .compressed: 1
        case .empty, .zeroPlain:
          bytes.run(
            from: table.lowerBound + index, step: 1, limit: entries - index, mask: .max, first: raw,
            increment: 0)
        case .clusters:
          bytes.run(
            from: table.lowerBound + index, step: 1,
            limit: min(entries - index, clustersAddressable(from: host)), mask: .max, first: raw,
            increment: geometry.clusterSize)
        }
      visit(EntryRun(index: index, count: count, entry: entry, kind: kind, host: host))
      index += count
    }
  }

  @inline(__always)
  private func extendedRuns(
    _ bytes: Bytes, _ table: Range<Int>, _ visit: (EntryRun) -> Void
  ) {
    let entries = table.count / 2
    var index = 0
    while index < entries {
      let raw = bytes.word(table.lowerBound + index * 2)
      let entry = L2Entry(
        rawValue: raw,
        subclusters: SubclusterBitmap(rawValue: bytes.word(table.lowerBound + index * 2 + 1)))
      let kind = kind(entry)
      if kind != .empty || raw != 0 || entry.subclusters.rawValue != 0 {
        let host = HostOffset(kind == .clusters ? raw & L2Entry.offsetMask : 0)
        visit(EntryRun(index: index, count: 1, entry: entry, kind: kind, host: host))
      }
      index += 1
    }
  }

  /// The clusters before the end of what 56 bits address.
  private func clustersAddressable(from host: HostOffset) -> Int {
    Int(((1 << 56) - host.rawValue) >> UInt64(geometry.clusterBits))
  }

  /// What an entry is, as QEMU's check takes it: whatever the version, and however unaligned.
  private func kind(_ entry: L2Entry) -> EntryRun.Kind {
    if entry.isCompressed { return .compressed }
    let hasHost = entry.host != nil
    if entry.hasZeroFlag && !geometry.hasExtendedL2 { return hasHost ? .clusters : .zeroPlain }
    return hasHost || (hasDataFile && entry.isCopied) ? .clusters : .empty
  }
}
