/// The ranges of a disk as `qemu-img map` describes them, in order; found as they are asked for.
package struct MapEntries: Sequence, IteratorProtocol {
  private let disk: Disk
  private let sources: [MapSource]
  private let cancellation: Cancellation?
  private var walk: DiskWalk
  /// What is left of the run that the walk came to last.
  private var rest: Extent?
  private var pending: MapEntry?
  /// Where the range begins, if it has no bytes: QEMU tells even that in a row.
  private var emptyStart: GuestOffset?

  /// - Parameters:
  ///   - disk: The disk.
  ///   - range: The guest range.
  ///   - cancellation: Ends the sequence early.
  package init(
    _ disk: Disk, _ range: Range<GuestOffset>, cancellation: Cancellation? = nil
  ) {
    self.init(disk, range, MapSource.all(of: disk), cancellation)
  }

  init(
    _ disk: Disk, _ range: Range<GuestOffset>, _ sources: [MapSource], _ cancellation: Cancellation?
  ) {
    self.disk = disk
    self.cancellation = cancellation
    self.sources = sources
    emptyStart = range.isEmpty ? range.lowerBound : nil
    walk = DiskWalk(disk, range, firstSlices: SegmentWalk.mostSlices)
  }

  package mutating func next() -> MapEntry? {
    if let start = emptyStart {
      emptyStart = nil
      return MapEntry(
        start: start.rawValue, length: 0, depth: 0, content: .nothing, offset: nil)
    }
    guard var entry = pending ?? piece() else { return nil }
    pending = nil
    while let next = piece() {
      if cancellation?.isCancelled == true { return nil }
      guard entry.join(following: next) else {
        pending = next
        return entry
      }
    }
    return entry
  }

  private mutating func piece() -> MapEntry? {
    guard let extent = rest ?? walk.next() else { return nil }
    let entry = lastSector(extent) ?? sources[extent.layer].entry(extent)
    let end = extent.start + entry.length
    rest = end < extent.end ? extent.clipped(to: end..<extent.end) : nil
    return entry
  }

  /// QEMU's raw files end with a whole sector: what a file lacks of its last one is zeros of its own
  /// for QEMU, and not a hole of the image above.
  private func lastSector(_ hole: Extent) -> MapEntry? {
    let depth = hole.layer + 1
    guard hole.mapping == .unallocated, depth < disk.layers.count,
      case .raw(_, let size) = disk.layers[depth].content
    else { return nil }
    let end = Swift.min((size + 511) & ~511, hole.end.rawValue)
    let start = hole.start.rawValue
    guard (size..<Swift.max(size, end)).contains(start) else { return nil }
    return MapEntry(start: start, length: end - start, depth: depth, content: .zero, offset: start)
  }
}
