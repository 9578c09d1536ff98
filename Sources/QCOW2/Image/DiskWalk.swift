/// Goes over a guest range of a whole chain: where a layer has nothing, the one below is asked.
///
/// Like `SegmentWalk` it yields runs of which each needs one stretch of tables at most.
package struct DiskWalk: Sequence, IteratorProtocol, Sendable {
  /// The walk over a part of one layer, and what follows that part in the layer above.
  private struct Level {
    var walk: LayerWalk
    var afterwards: Extent?
  }

  private let layers: [Layer]
  private let direction: SegmentWalk.Direction
  private let firstSlices: Int
  private var stack: [Level]

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
    self.direction = direction
    self.firstSlices = firstSlices
    stack = [
      Level(walk: .tables(SegmentWalk(disk.image, range, direction, firstSlices: firstSlices)))
    ]
  }

  package mutating func next() -> Extent? {
    while !stack.isEmpty {
      let depth = stack.count - 1
      guard var segment = stack[depth].walk.next() else {
        if let rest = stack.removeLast().afterwards { return rest }
        continue
      }
      segment.layer = depth
      guard segment.mapping == .unallocated, depth + 1 < layers.count else { return segment }
      if let settled = descend(segment, to: depth + 1) { return settled }
    }
    return nil
  }

  /// Goes into the layer below for `hole`; returns what can be said at once.
  private mutating func descend(_ hole: Extent, to depth: Int) -> Extent? {
    let below = layers[depth]
    guard !below.isClosed else {
      var missing = hole
      missing.mapping = .missing
      missing.layer = depth
      return missing
    }
    // What the layer below is too short for reads as zeros.
    let inside = hole.range.clamped(to: .zero..<GuestOffset(below.virtualSize))
    guard !inside.isEmpty else { return hole }
    var level = Level(walk: LayerWalk(below, inside, direction, firstSlices: firstSlices))
    guard inside.upperBound < hole.end else {
      stack.append(level)
      return nil
    }
    let beyond = hole.clipped(to: inside.upperBound..<hole.end)
    if direction == .up { level.afterwards = beyond }
    stack.append(level)
    return direction == .up ? nil : beyond
  }
}

/// A walk over one layer.
enum LayerWalk: Sendable {
  case tables(SegmentWalk)
  /// A raw file is one run.
  case run(Extent?)

  init(
    _ layer: Layer, _ range: Range<GuestOffset>, _ direction: SegmentWalk.Direction,
    firstSlices: Int
  ) {
    switch layer.content {
    case .image(let image):
      self = .tables(SegmentWalk(image, range, direction, firstSlices: firstSlices))
    case .raw:
      self = .run(
        Extent(
          start: range.lowerBound, length: range.upperBound - range.lowerBound,
          mapping: .data(HostOffset(range.lowerBound.rawValue))))
    case .closed: self = .run(nil)
    }
  }

  mutating func next() -> Extent? {
    switch self {
    case .tables(var walk):
      let segment = walk.next()
      self = .tables(walk)
      return segment
    case .run(let extent):
      self = .run(nil)
      return extent
    }
  }
}

extension Layer {
  /// Whether the file is not open.
  package var isClosed: Bool {
    if case .closed = content { true } else { false }
  }
}
