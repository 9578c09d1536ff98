internal import QCOW2

/// Tells the class of each stretch of a segment.
struct Classifier {
  /// A stretch whose units are of one class.
  struct Piece {
    let range: Range<GuestOffset>
    let `class`: Int
  }

  /// The class of what snapshots need too.
  static let shared = 1

  private let image: Image
  private let scheme: Scheme
  private let geometry: Geometry
  private var counts: StoredCounts?
  /// The other disks of the image that may need a compressed cluster too.
  private var others: [Image] = []
  /// Where the file would go on, in each layer that had bytes last.
  private var ends: [Int: HostOffset] = [:]

  /// - Parameters:
  ///   - disk: The disk.
  ///   - whole: The disk of now, whose snapshots are asked.
  ///   - scheme: One that needs tables and counts only.
  init(_ disk: Disk, of whole: Disk, _ scheme: Scheme) {
    image = disk.image
    geometry = disk.geometry
    self.scheme = scheme
    guard scheme != .distance else { return }
    counts = try? StoredCounts(image.storage)
    guard scheme == .sharing, let records = try? whole.image.snapshots().records else { return }
    let mine = image.l1Start
    others = ([whole.image] + records.compactMap { try? whole.image.disk(of: $0) })
      .filter { $0.l1Start != mine }
  }

  /// Looks where the file stood before a place.
  mutating func begin(_ disk: Disk, before place: GuestOffset) {
    guard scheme == .distance, place > .zero else { return }
    // What lies behind many stretches of nothing is a break anyway.
    for segment in DiskWalk(disk, .zero..<place, .down).prefix(64) where segment.kind == .data {
      if let host = segment.host { ends[segment.layer] = host.advanced(by: segment.length) }
      return
    }
  }

  /// The stretches of a segment, rising; those that the scheme says nothing of are left out.
  mutating func pieces(of segment: Extent, _ cancellation: Cancellation) -> [Piece] {
    switch scheme {
    case .distance: steps(segment)
    case .refcount, .sharing: countedPieces(segment, cancellation)
    case .content, .difference, .changes: []
    }
  }

  /// The first unit after a break is of the class of the break.
  private mutating func steps(_ segment: Extent) -> [Piece] {
    guard segment.kind == .data, let host = segment.host else { return [] }
    let last = ends[segment.layer]
    ends[segment.layer] = host.advanced(by: segment.length)
    guard let last, last != host else { return [Piece(range: segment.range, class: 0)] }
    let unit = GuestOffset(
      min(segment.end.rawValue, segment.start.rawValue + geometry.subclusterSize))
    let kind = host < last ? 1 : host - last >= 1 << 20 ? 2 : 3
    let first = Piece(range: segment.start..<unit, class: kind)
    return unit < segment.end ? [first, Piece(range: unit..<segment.end, class: 0)] : [first]
  }

  private mutating func countedPieces(
    _ segment: Extent, _ cancellation: Cancellation
  ) -> [Piece] {
    let elsewhere = scheme == .refcount ? 6 : 3
    guard let host = segment.host, segment.kind != .damaged else {
      return segment.comesFromBelow ? [Piece(range: segment.range, class: elsewhere)] : []
    }
    guard segment.layer == 0, !image.hasDataFile else {
      return [Piece(range: segment.range, class: elsewhere)]
    }
    guard segment.kind != .compressed else { return streams(segment, cancellation) }
    let bits = UInt64(geometry.clusterBits)
    let first = host.rawValue >> bits
    let skew = host.rawValue - first << bits
    let end = host.rawValue.addingReportingOverflow(segment.length - 1).partialValue >> bits
    var found: [Piece] = []
    let scheme = scheme
    counts?.forEachStretch(of: first..<end + 1) { clusters, count in
      let low = clusters.lowerBound == first ? 0 : ((clusters.lowerBound - first) << bits) - skew
      let high = ((clusters.upperBound - first) << bits) - skew
      let range = segment.start + low..<min(segment.end, segment.start + high)
      found.append(Piece(range: range, class: scheme.countClass(count)))
    }
    return found
  }

  /// Several streams share a host cluster and its count: where that is above 1, the tables of the
  /// other disks are asked for the same stream.
  private mutating func streams(_ segment: Extent, _ cancellation: Cancellation) -> [Piece] {
    var found: [Piece] = []
    var position = segment.start
    let cluster = geometry.clusterSize
    while position < segment.end, !cancellation.isCancelled {
      let next = GuestOffset(min(segment.end.rawValue, (position.rawValue / cluster + 1) * cluster))
      let mapping = image.mapping(at: position)
      if case .compressed(let descriptor) = mapping {
        let count = counts?.count(of: descriptor.host.rawValue / cluster)
        var kind = scheme.countClass(count)
        if scheme == .sharing, let count, count > 1 {
          let isShared = others.contains { other in
            position < other.geometry.end && other.mapping(at: position) == mapping
          }
          kind = isShared ? Self.shared : 0
        }
        found.append(Piece(range: position..<next, class: kind))
      }
      position = next
    }
    return found
  }
}

extension Scheme {
  /// The class of a cluster with a stored count.
  fileprivate func countClass(_ count: UInt64?) -> Int {
    guard let count else { return self == .sharing ? 2 : 1 }
    if self == .sharing { return count > 1 ? Classifier.shared : 0 }
    return switch count {
    case 0: 0
    case 1...3: Int(count) + 1
    default: 5
    }
  }
}
