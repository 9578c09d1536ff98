/// Goes over a guest range and yields runs of one kind, each from one stretch of tables at most, so
/// that every step is short. `Extents` joins them to maximal runs.
///
/// Only tables that exist are read; the cost follows them, not the size of the disk.
package struct SegmentWalk: Sequence, IteratorProtocol, Sendable {
  /// Which way a walk goes.
  package enum Direction: Sendable {
    /// To higher guest offsets.
    case up
    /// To lower guest offsets.
    case down
  }

  private let image: Image
  private let step: Int
  private var rest: Range<GuestOffset>
  private var l1: Bytes
  private var window: TableWindow?
  private var slices: Int
  private let firstSlices: Int

  /// The most slices of a table that are read at once: 256 KiB.
  package static let mostSlices = 64

  /// - Parameters:
  ///   - image: The image whose tables are read.
  ///   - range: The guest range; what lies past the end of the disk is left out.
  ///   - direction: Which way to go.
  ///   - firstSlices: The slices to read first; more are read the longer a walk goes on.
  package init(
    _ image: Image, _ range: Range<GuestOffset>, _ direction: Direction = .up, firstSlices: Int = 1
  ) {
    self.image = image
    step = direction == .up ? 1 : -1
    rest = range.clamped(to: .zero..<image.geometry.end)
    l1 = image.l1(for: rest)
    slices = firstSlices
    self.firstSlices = firstSlices
  }

  package mutating func next() -> Extent? {
    guard !rest.isEmpty else { return nil }
    // Going down, the last byte of what is left decides.
    let position = step > 0 ? rest.lowerBound : GuestOffset(rest.upperBound.rawValue - 1)
    let segment = settled(at: position).clipped(to: rest)
    rest =
      step > 0 ? segment.end..<rest.upperBound : rest.lowerBound..<segment.start
    return segment
  }

  /// The run at `position`, for a walk that does not go over everything.
  ///
  /// - Parameters:
  ///   - position: The first byte of `limits` where the walk goes up, the last one where it goes down.
  ///   - limits: Where the run has to end, within the range of the walk.
  /// - Returns: The run.
  mutating func segment(at position: GuestOffset, within limits: Range<GuestOffset>) -> Extent {
    rest = limits
    return settled(at: position).clipped(to: limits)
  }

  /// What is read while others write may be half of the old and half of the new: before it counts as
  /// damage it is read again.
  private mutating func settled(at position: GuestOffset) -> Extent {
    let segment = segment(at: position)
    guard segment.kind == .damaged, image.mayChange else { return segment }
    l1 = image.l1(for: position..<position + 1)
    window = nil
    return self.segment(at: position)
  }

  private mutating func segment(at position: GuestOffset) -> Extent {
    let geometry = image.geometry
    let l1Index = geometry.l1Index(of: position)
    let index = geometry.l2Index(of: position)
    if let window, window.contains(l1Index, index) {
      return segment(in: window, index, at: position)
    }
    guard l1Index < geometry.l1Size else { return beyondL1() }
    guard let entry = L1Entry(l1Index, in: l1) else {
      let left = l1.count / 8
      return whole(
        from: left, count: geometry.l1Size - left, .damaged(.l1TableCut(entriesLeft: left)))
    }
    guard let table = entry.l2Table else { return emptyTables(from: l1Index) }
    guard geometry.offsetInCluster(table) == 0 else {
      return whole(from: l1Index, .damaged(.unalignedL2Table(table)))
    }
    guard table.rawValue < image.end(beyond: table) else {
      return whole(from: l1Index, .damaged(.l2TablePastEnd(table)))
    }
    do {
      try load(l1Index, table, around: index)
    } catch {
      return unreadable(error, table, l1Index, index)
    }
    guard let window, window.range.contains(index) else {
      return cut(table, l1Index, index)
    }
    return segment(in: window, index, at: position)
  }

  @inline(__always)
  private func segment(
    in window: TableWindow, _ index: Int, at position: GuestOffset
  ) -> Extent {
    image.geometry.hasExtendedL2
      ? extendedSegment(window, index, at: position) : standardSegment(window, index)
  }

  private mutating func load(
    _ l1Index: Int, _ table: HostOffset, around index: Int
  ) throws(ImageError) {
    if let window, !window.isNear(l1Index, index, image.geometry) { slices = firstSlices }
    do {
      window = try image.window(
        l1Index: l1Index, table: table, around: index, slices: slices, step: step)
      slices = Swift.min(slices * 2, Self.mostSlices)
    } catch {
      guard slices > 1 else { throw error }
      // A bad sector loses its own slice, not all those that were to be read with it.
      slices = 1
      window = try image.window(
        l1Index: l1Index, table: table, around: index, slices: slices, step: step)
    }
  }

  /// The entries of a table that lie past the end of the file: lost, and not empty.
  private func cut(_ table: HostOffset, _ l1Index: Int, _ index: Int) -> Extent {
    let geometry = image.geometry
    let end = Swift.max(table.rawValue, image.file.measuredEnd())
    let left = Int(clamping: (end - table.rawValue) / UInt64(geometry.l2EntrySize))
    // A file that grew meanwhile must not leave a gap in the walk.
    let first = Swift.min(left, index)
    return clusters(
      l1Index, first, count: geometry.l2Entries - first,
      .damaged(.l2TableCut(table, entriesLeft: first)))
  }

  /// The whole guest range of an L1 entry.
  private func whole(from l1Index: Int, count: Int = 1, _ mapping: Mapping) -> Extent {
    Extent(
      start: image.geometry.guestOffset(l1Index: l1Index),
      length: image.geometry.l2Span * UInt64(count), mapping: mapping)
  }

  /// What a snapshot's L1 table is too short to map is not allocated. Where the header is broken, no
  /// entry counts, and nobody knows.
  private func beyondL1() -> Extent {
    let end = image.geometry.guestOffset(l1Index: image.geometry.l1Size)
    let start = Swift.max(end, rest.lowerBound)
    return Extent(
      start: start, length: rest.upperBound - start,
      mapping: image.file.headerRefusal == nil ? .unallocated : .damaged(.brokenHeader))
  }

  private func emptyTables(from l1Index: Int) -> Extent {
    // A small read in a large hole must not look at the whole hole.
    let last = image.geometry.l1Index(
      of: step > 0 ? GuestOffset(rest.upperBound.rawValue - 1) : rest.lowerBound)
    let count = l1.run(
      from: l1Index, step: step, limit: abs(last - l1Index) + 1, mask: L1Entry.offsetMask, first: 0,
      increment: 0)
    return whole(
      from: step > 0 ? l1Index : l1Index - count + 1, count: count, .unallocated)
  }

  /// A slice that the system cannot read is damage of its range, not the end of the walk.
  private func unreadable(
    _ error: ImageError, _ table: HostOffset, _ l1Index: Int, _ index: Int
  ) -> Extent {
    guard case .system(let failure) = error else {
      return whole(from: l1Index, .damaged(.l2TablePastEnd(table)))
    }
    let entries = image.sliceEntries
    let first = index / entries * entries
    return clusters(
      l1Index, first, count: entries, .damaged(.unreadableTable(table, failure)))
  }

  @inline(__always)
  private func clusters(
    _ l1Index: Int, _ first: Int, count: Int, _ mapping: Mapping
  ) -> Extent {
    Extent(
      start: image.geometry.guestOffset(l1Index: l1Index, l2Index: first),
      length: UInt64(count) << UInt64(image.geometry.clusterBits), mapping: mapping)
  }
}

extension SegmentWalk {
  private func standardSegment(_ window: TableWindow, _ index: Int) -> Extent {
    let entry = window.entry(index)
    let mapping = image.mapping(window, index)
    let count = runLength(window, index, entry, mapping)
    let first = step > 0 ? index : index - count + 1
    let lowest = first == index ? mapping : image.mapping(window, first)
    return clusters(window.l1Index, first, count: count, lowest)
  }

  /// How many entries of the table from `index` on the rest of the walk touches. A run of compressed
  /// clusters begins with the stream of its first cluster, so it must not go on below the range.
  @inline(__always)
  private func entriesLeft(_ l1Index: Int, _ index: Int) -> Int {
    let last = step > 0 ? GuestOffset(rest.upperBound.rawValue - 1) : rest.lowerBound
    guard image.geometry.l1Index(of: last) == l1Index else { return .max }
    return abs(image.geometry.l2Index(of: last) - index) + 1
  }

  /// How many entries from `index` on, of those that the rest of the walk touches, continue the run
  /// that `mapping` begins.
  private func runLength(
    _ window: TableWindow, _ index: Int, _ entry: L2Entry, _ mapping: Mapping
  ) -> Int {
    let mask =
      L2Entry.stateMask | (image.hasDataFile ? L2Entry.copiedMask : 0)
    let most = entriesLeft(window.l1Index, index)
    func run(_ mask: UInt64, increment: UInt64 = 0, limit: Int = .max) -> Int {
      window.bytes.run(
        from: index - window.first, step: step, limit: Swift.min(limit, most), mask: mask,
        first: entry.rawValue & mask, increment: increment)
    }
    let size = image.geometry.clusterSize
    let stride = step > 0 ? size : 0 &- size
    switch mapping {
    case .unallocated, .zeroPlain: return run(mask)
    case .zeroAllocated(let host):
      return run(mask, increment: stride, limit: step > 0 ? .max : clustersDown(from: host))
    case .data(let host):
      let limit = step > 0 ? clustersBeforeEnd(host) : clustersDown(from: host)
      return run(mask, increment: stride, limit: limit)
    case .compressed: return compressedRun(window, index, most)
    case .missing, .damaged: return 1
    }
  }

  /// The clusters of a run going down from `host`. Offset 0 is the header, so an entry that has it is
  /// not allocated, except in an external data file.
  private func clustersDown(from host: HostOffset) -> Int {
    let clusters = host.rawValue >> UInt64(image.geometry.clusterBits)
    return Int(clamping: image.hasDataFile ? clusters + 1 : clusters)
  }

  /// The clusters of a run from `host` on that begin before the end of the file.
  @inline(__always)
  private func clustersBeforeEnd(_ host: HostOffset) -> Int {
    let bits = UInt64(image.geometry.clusterBits)
    let end = image.file.dataEnd(beyond: host)
    // Another thread may have seen a live file shrink since the mapping was checked.
    guard end > host.rawValue else { return 1 }
    let left = end - host.rawValue
    return Int(clamping: (left + image.geometry.clusterSize - 1) >> bits)
  }

  private func compressedRun(_ window: TableWindow, _ index: Int, _ most: Int) -> Int {
    var last = index
    while window.range.contains(last + step), abs(last - index) + 1 < most {
      guard case .compressed = image.mapping(window, last + step) else { break }
      last += step
    }
    return abs(last - index) + 1
  }

  private func extendedSegment(
    _ window: TableWindow, _ index: Int, at position: GuestOffset
  ) -> Extent {
    let geometry = image.geometry
    let entry = window.entry(index)
    let empty = window.bytes.run(
      from: (index - window.first) * 2 + (step > 0 ? 0 : 1), step: step,
      limit: Swift.min(entriesLeft(window.l1Index, index), .max / 2) * 2, mask: .max, first: 0,
      increment: 0)
    if empty >= 2 {
      let first = step > 0 ? index : index - empty / 2 + 1
      return clusters(window.l1Index, first, count: empty / 2, .unallocated)
    }
    let subcluster = Int(geometry.offsetInCluster(position) / geometry.subclusterSize)
    let mapping = image.mapping(window, index, subcluster: subcluster)
    switch mapping {
    // Of a cluster past the end of the file, those parts are lost that need its bytes.
    case .damaged(.clusterPastEnd) where entry.compressed(geometry) == nil: break
    // Compressed and broken entries have one state for the whole cluster.
    case .compressed, .damaged: return clusters(window.l1Index, index, count: 1, mapping)
    case .unallocated, .data, .zeroPlain, .zeroAllocated, .missing: break
    }
    let count = entry.subclusters.run(from: subcluster, step: step)
    let first = step > 0 ? subcluster : subcluster - count + 1
    return Extent(
      start: geometry.guestOffset(l1Index: window.l1Index, l2Index: index)
        + UInt64(first) * geometry.subclusterSize,
      length: UInt64(count) * geometry.subclusterSize,
      mapping: image.mapping(window, index, subcluster: first))
  }
}

extension Image {
  /// What an entry of a table says, checked against where its bytes would have to be.
  ///
  /// - Parameters:
  ///   - window: Where the entry is.
  ///   - index: The entry.
  ///   - subcluster: The part of its cluster.
  /// - Returns: The mapping, or damage where its bytes are lost.
  @inline(__always)
  func mapping(_ window: TableWindow, _ index: Int, subcluster: Int = 0) -> Mapping {
    let entry = window.entry(index)
    let mapping = entry.mapping(
      subcluster: subcluster, geometry, hasDataFile: hasDataFile)
    guard hasDataFile else { return checked(mapping, clusterAt: entry.host) }
    switch mapping {
    case .compressed: return .damaged(.compressedWithDataFile)
    case .damaged: return mapping
    case .unallocated, .data, .zeroPlain, .zeroAllocated, .missing: break
    }
    // With subclusters even those that are not allocated have a cluster, which must be in its place.
    let place = geometry.guestOffset(l1Index: window.l1Index, l2Index: index)
    guard let cluster = entry.host ?? (mapping.host == nil ? nil : .zero) else { return mapping }
    guard cluster.rawValue == place.rawValue else { return .damaged(.dataFileMismatch(cluster)) }
    return checked(mapping, clusterAt: cluster)
  }

  /// Zeros need no bytes. A cluster that begins within its file is there, whatever is missing of it.
  @inline(__always)
  private func checked(_ mapping: Mapping, clusterAt cluster: HostOffset?) -> Mapping {
    guard let host = mapping.host else { return mapping }
    if case .zeroAllocated = mapping { return mapping }
    let start = cluster ?? host
    return start.rawValue < file.dataEnd(beyond: start) ? mapping : .damaged(.clusterPastEnd(host))
  }
}
