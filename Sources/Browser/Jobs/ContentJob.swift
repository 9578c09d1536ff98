internal import QCOW2

/// Looks at the bytes of every cluster of a frame that has any: whether they are zeros, and how random
/// they are.
struct ContentJob: Sendable {
  private let disk: Disk
  private let frame: CellFrame
  private let cache: ContentCache
  private static let interval = Duration.milliseconds(100)

  init(_ disk: Disk, _ frame: CellFrame, _ cache: ContentCache) {
    (self.disk, self.frame, self.cache) = (disk, frame, cache)
  }

  func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    var grid = ClassGrid(frame, .content)
    var reported = ContinuousClock.now
    let range = frame.start..<max(frame.start, frame.end)
    var holes = HostHoles(disk)
    for segment in DiskWalk(disk, range, firstSlices: SegmentWalk.mostSlices) {
      guard segment.kind == .data || segment.kind == .compressed else { continue }
      var position = segment.start
      while position < segment.end {
        let part = cluster(at: position, in: segment)
        let isLeft = cancellation.isCancelled
        let kind = kind(of: part, segment, &holes, isLeft: isLeft)
        if isLeft, kind == Self.unread {
          grid.add(position..<segment.end, as: Self.unread)
          break
        }
        grid.add(part, as: kind)
        position = part.upperBound
        guard ContinuousClock.now - reported >= Self.interval else { continue }
        let done = UInt128(position - range.lowerBound) * 100
        grid.percent = Int(done / UInt128(max(1, range.upperBound - range.lowerBound)))
        post(.tint(.classes(grid)))
        reported = .now
      }
      if cancellation.isCancelled { break }
    }
    grid.wasStopped = cancellation.isCancelled
    if !grid.wasStopped { grid.percent = 100 }
    post(.tint(.classes(grid)))
  }

  private static let unreadable = 6
  private static let unread = 7

  /// The rest of the cluster that a place is in, as far as the segment goes.
  private func cluster(at place: GuestOffset, in segment: Extent) -> Range<GuestOffset> {
    let size = disk.geometry.clusterSize
    let next = (place.rawValue / size).addingReportingOverflow(1).partialValue
      .multipliedReportingOverflow(by: size).partialValue
    return place..<GuestOffset(min(segment.end.rawValue, max(next, place.rawValue + 1)))
  }

  private func kind(
    of part: Range<GuestOffset>, _ segment: Extent, _ holes: inout HostHoles, isLeft: Bool
  ) -> Int {
    let number = part.lowerBound.rawValue / disk.geometry.clusterSize
    // A cluster in pieces, as subclusters make them, is not remembered.
    let isWhole =
      part.lowerBound.rawValue.isMultiple(of: disk.geometry.clusterSize)
      && (part.upperBound - part.lowerBound == disk.geometry.clusterSize
        || part.upperBound == disk.geometry.end)
    if isWhole, let known = cache.known(number) { return known }
    if isLeft { return Self.unread }
    let kind: Int
    if holes.contain(part, of: segment) {
      kind = 0
    } else if let bytes = try? disk.read(
      at: part.lowerBound, count: Int(part.upperBound - part.lowerBound))
    {
      kind = Self.kind(ContentSummary(bytes))
    } else {
      kind = Self.unreadable
    }
    if isWhole { cache.keep(kind, of: number) }
    return kind
  }

  private static func kind(_ summary: ContentSummary) -> Int {
    switch summary {
    case .zeros: 0
    case .entropy(..<2): 1
    case .entropy(..<4): 2
    case .entropy(..<6): 3
    case .entropy(..<7.5): 4
    case .entropy: 5
    }
  }
}

/// The holes of the image's own file: clusters in them hold zeros, which nobody has to read.
private struct HostHoles {
  private let storage: any Storage
  private let isUseful: Bool
  private var known: (start: HostOffset, run: StoredRun)?

  init(_ disk: Disk) {
    storage = disk.image.storage
    isUseful = !disk.image.hasDataFile && disk.image.header[.cryptMethod] == 0
  }

  mutating func contain(_ part: Range<GuestOffset>, of segment: Extent) -> Bool {
    guard isUseful, segment.layer == 0, segment.kind == .data, let first = segment.host else {
      return false
    }
    let host = first + (part.lowerBound - segment.start)
    let length = part.upperBound - part.lowerBound
    if known.map({ $0.start <= host && host < $0.run.end }) != true {
      known = storage.storedRun(at: host).map { (host, $0) }
    }
    guard let known, known.run.isHole, known.run.end > host else { return false }
    return known.run.end - host >= length
  }
}
