package import QCOW2

/// What is known of each cell of a frame.
package struct CellGrid: Equatable, Sendable {
  package let frame: CellFrame
  package private(set) var cells: [KindCounts]
  /// For each cell a number that is another one where its tables are; see `ExtentDigest`.
  package private(set) var digests: [UInt64]

  /// - Parameters:
  ///   - frame: How the disk is cut.
  ///   - cells: What is known of each cell; nothing, if nil.
  package init(_ frame: CellFrame, _ cells: [KindCounts]? = nil) {
    self.frame = frame
    self.cells = cells ?? Array(repeating: KindCounts(), count: frame.count)
    digests = Array(repeating: 0, count: frame.count)
  }

  /// Counts what a disk has in the cells of a frame; nil where it is stopped.
  init?(_ frame: CellFrame, of disk: Disk, _ cancellation: Cancellation) {
    self.init(frame)
    for segment in DiskWalk(disk, frame.start..<frame.end, firstSlices: 8) {
      guard !cancellation.isCancelled else { return nil }
      add(segment)
    }
  }

  /// Counts the part of `extent` that lies in the grid.
  package mutating func add(_ extent: Extent) {
    let range = extent.range.clamped(to: frame.start..<max(frame.start, frame.end))
    var position = range.lowerBound
    while position < range.upperBound, let cell = frame.cell(at: position) {
      let stop = min(range.upperBound, frame.range(of: cell).upperBound)
      let first = frame.units(before: position)
      let count = frame.units(before: stop) - first
      cells[cell].add(count, of: extent)
      digests[cell] &+= ExtentDigest.sum(
        of: extent, from: first, count: count, unitBits: frame.unitBits)
      position = stop
    }
  }

  /// The cells joined to those of a coarser frame, or nil where that one is finer or elsewhere.
  package func joined(to wanted: CellFrame) -> CellGrid? {
    guard wanted.cellBits >= frame.cellBits, wanted.start >= frame.start else { return nil }
    let perCell = 1 << (wanted.cellBits - frame.cellBits)
    let skipped = Int((wanted.start - frame.start) >> UInt64(frame.cellBits))
    var joined = CellGrid(wanted, [])
    joined.cells.reserveCapacity(wanted.count)
    for cell in 0..<wanted.count {
      var sum = KindCounts()
      let first = min(cells.count, skipped + cell * perCell)
      for index in first..<min(cells.count, first + perCell) {
        sum += cells[index]
        joined.digests[cell] &+= digests[index]
      }
      joined.cells.append(sum)
    }
    return joined
  }
}

extension CellGrid {
  /// The 32 subclusters of the cluster that `place` lies in; nil where the image has none.
  init?(subclustersAt place: GuestOffset, of disk: Disk) {
    let geometry = disk.geometry
    guard geometry.hasExtendedL2 else { return nil }
    let start = GuestOffset(geometry.cluster(of: place) << UInt64(geometry.clusterBits))
    self.init(
      CellFrame(
        geometry, start: start, cellBits: geometry.subclusterSize.trailingZeroBitCount,
        count: geometry.subclustersPerCluster))
    for segment in DiskWalk(disk, start..<frame.end) { add(segment) }
  }
}
