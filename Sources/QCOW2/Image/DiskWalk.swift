/// Goes over a guest range of a whole chain: where a layer has nothing, the one below is asked.
///
/// Like `SegmentWalk` it yields runs of which each needs one stretch of tables at most.
package struct DiskWalk: Sequence, IteratorProtocol, Sendable {
  private let layers: [Layer]
  private let isUp: Bool
  private let firstSlices: Int
  private var rest: Range<GuestOffset>
  /// The layers that were asked so far. They stay, with the stretch of tables that each has read: a
  /// chain in which each cluster comes from another file would read every one of them anew. The first
  /// is apart, so that most walks need no memory of their own.
  private var top: Level
  private var lower: [Level] = []

  /// - Parameters:
  ///   - disk: The disk to go over.
  ///   - range: The guest range; what lies past the end of the disk is left out.
  ///   - direction: Which way to go.
  ///   - firstSlices: The slices of a table to read first.
  package init(
    _ disk: Disk, _ range: Range<GuestOffset>, _ direction: SegmentWalk.Direction = .up,
    firstSlices: Int = 1
  ) {
    layers = disk.layers
    isUp = direction == .up
    self.firstSlices = firstSlices
    rest = range.clamped(to: disk.guestRange)
    top = Level(
      SegmentWalk(disk.image, rest, direction, firstSlices: firstSlices), disk.geometry.end)
  }

  package mutating func next() -> Extent? {
    guard !rest.isEmpty else { return nil }
    // Going down, the last byte of what is left decides.
    let position = isUp ? rest.lowerBound : GuestOffset(rest.upperBound.rawValue - 1)
    let segment = segment(at: position)
    rest = isUp ? segment.end..<rest.upperBound : rest.lowerBound..<segment.start
    return segment
  }

  private mutating func segment(at position: GuestOffset) -> Extent {
    var segment = top.segment(at: position, within: rest)
    for depth in 1..<Swift.max(1, layers.count) {
      guard case .unallocated = segment.mapping else { break }
      if lower.count < depth { lower.append(level(depth, within: segment.range)) }
      var limits = segment.range
      if let size = lower[depth - 1].size {
        // What the layer below is too short for reads as zeros.
        guard position < size else {
          return segment.clipped(to: Swift.max(size, limits.lowerBound)..<limits.upperBound)
        }
        limits = limits.clamped(to: .zero..<size)
      }
      segment = lower[depth - 1].segment(at: position, within: limits)
      segment.layer = depth
    }
    return segment
  }

  private func level(_ depth: Int, within range: Range<GuestOffset>) -> Level {
    let layer = layers[depth]
    let size = layer.isClosed ? nil : GuestOffset(layer.virtualSize)
    let tables = layer.image.map {
      SegmentWalk($0, range, isUp ? .up : .down, firstSlices: firstSlices)
    }
    return Level(tables, size)
  }

  /// A layer in a walk.
  private struct Level {
    /// The end of the layer's disk; nil where the layer is not open.
    let size: GuestOffset?
    /// The walk over its tables; nil where it has none.
    private var tables: SegmentWalk?
    /// What the layer is known not to have, around the last place it was asked for.
    private var hole: Range<GuestOffset> = .zero..<(.zero)

    init(_ tables: SegmentWalk?, _ size: GuestOffset?) {
      self.tables = tables
      self.size = size
    }

    /// What the layer has at `position`, and around that within `limits`, which end with it on the
    /// side that the walk comes from.
    mutating func segment(at position: GuestOffset, within limits: Range<GuestOffset>) -> Extent {
      if hole.contains(position) { return Extent(limits.clamped(to: hole), .unallocated) }
      if let segment = tables?.segment(at: position, within: limits) {
        if case .unallocated = segment.mapping { hole = segment.range }
        return segment
      }
      guard size != nil else { return Extent(limits, .missing) }
      // A raw file is one run.
      return Extent(limits, .data(HostOffset(limits.lowerBound.rawValue)))
    }
  }
}

extension Layer {
  /// Whether the file is not open.
  package var isClosed: Bool {
    if case .closed = content { true } else { false }
  }
}
