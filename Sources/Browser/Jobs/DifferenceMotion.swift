internal import QCOW2

/// Finds the next or previous stretch in which two disks differ; what the tables know is not read.
struct DifferenceMotion: Sendable {
  private let disk: Disk
  private let other: Disk
  private let cursor: GuestOffset
  private let isForward: Bool
  private static let interval = Duration.milliseconds(100)
  /// What is gone through at once on the way back, at first; where nothing has to be read, more.
  private static let window: UInt64 = 16 << 20

  init(_ disk: Disk, _ other: Disk, from cursor: GuestOffset, forward: Bool) {
    (self.disk, self.other) = (disk, other)
    (self.cursor, isForward) = (cursor, forward)
  }

  /// What was gone through.
  private struct Way {
    var read: UInt64 = 0
    var known: UInt64 = 0
    var unreadable: UInt64 = 0

    mutating func add(_ range: Range<GuestOffset>, _ verdict: DifferenceWalk.Verdict) {
      let length = range.upperBound - range.lowerBound
      switch verdict {
      case .known: known += length
      case .unreadable: unreadable += length
      case .same, .differs: read += length
      }
    }

    mutating func add(_ other: Way) {
      (read, known) = (read + other.read, known + other.known)
      unreadable += other.unreadable
    }

    var text: String {
      let parts =
        (unreadable > 0 ? ["\(binarySize(unreadable)) UNREADABLE"] : [])
        + (read > 0 ? ["\(binarySize(read)) compared"] : [])
        + (known > 0 ? ["\(binarySize(known)) the same by the tables"] : [])
      return parts.isEmpty ? "" : ", " + listed(parts)
    }
  }

  func run(_ cancellation: Cancellation, _ post: @escaping Jobs.Post) {
    var way = Way()
    var found = isForward ? next(cancellation, &way, post) : nil
    var end = cursor
    while !isForward {
      found = previous(before: end, cancellation, &way, post)
      // The cursor may be on the first byte that differs, which is not that of the sector.
      guard let known = found, firstByte(of: known) >= cursor else { break }
      end = known.lowerBound
    }
    if cancellation.isCancelled {
      return post(.found(SearchResult(message: "stopped\(way.text)", wasStopped: true)))
    }
    guard let found else {
      let words = isForward ? "no more differences after" : "no earlier differences before"
      return post(.found(SearchResult(message: "\(words) \(cursor)\(way.text)")))
    }
    let (start, length) = (firstByte(of: found), found.upperBound - found.lowerBound)
    post(
      .found(
        SearchResult(
          target: start,
          message: "differs at \(start), \(binarySize(length)) by sectors\(way.text)")
      ))
  }

  private static let sector: UInt64 = 512

  /// The first byte that differs in the first sector of a stretch.
  private func firstByte(of found: Range<GuestOffset>) -> GuestOffset {
    let count = min(Self.sector, found.upperBound - found.lowerBound)
    guard let here = try? bytes(disk, found.lowerBound, count),
      let there = try? bytes(other, found.lowerBound, count),
      let index = zip(here, there).enumerated().first(where: { $1.0 != $1.1 })?.offset
    else { return found.lowerBound }
    return found.lowerBound + UInt64(index)
  }

  /// Bytes of a disk, which goes on as zeros.
  private func bytes(
    _ disk: Disk, _ start: GuestOffset, _ count: UInt64
  ) throws(ImageError) -> [UInt8] {
    let end = max(start, min(disk.geometry.end, start + count))
    let there = try disk.read(at: min(start, disk.geometry.end), count: Int(end - start))
    return there + [UInt8](repeating: 0, count: Int(count) - there.count)
  }

  /// The first stretch that begins after the cursor's own.
  private func next(
    _ cancellation: Cancellation, _ way: inout Way, _ post: Jobs.Post
  ) -> Range<GuestOffset>? {
    var (found, isOwn): (Range<GuestOffset>?, Bool) = (nil, true)
    var told = ContinuousClock.now
    let start = GuestOffset(cursor.rawValue & ~(Self.sector - 1))
    DifferenceWalk(disk, other, in: start..<disk.geometry.end, cancellation).run {
      range, verdict in
      if case .differs = verdict {
        if let known = found {
          found = known.lowerBound..<range.upperBound
        } else if !isOwn {
          found = range
        }
        return true
      }
      isOwn = false
      guard found == nil else { return false }
      way.add(range, verdict)
      tell(&told, way, post)
      return true
    }
    return found
  }

  /// The last stretch that begins before a place.
  private func previous(
    before place: GuestOffset, _ cancellation: Cancellation, _ way: inout Way, _ post: Jobs.Post
  ) -> Range<GuestOffset>? {
    var (end, size): (GuestOffset, UInt64) = (place, Self.window)
    var found: Range<GuestOffset>?
    var told = ContinuousClock.now
    while end > .zero, !cancellation.isCancelled {
      let start = GuestOffset((end.rawValue - min(end.rawValue, size)) & ~(Self.sector - 1))
      let (last, passed) = last(in: start..<end, cancellation)
      if let known = found {
        // The stretch may have begun in this window.
        guard let last, last.upperBound == known.lowerBound else { return known }
        found = last.lowerBound..<known.upperBound
      } else {
        found = last
        way.add(passed)
      }
      if let found, found.lowerBound > start { return found }
      tell(&told, way, post)
      size = passed.read == 0 ? min(size, 1 << 60) * 2 : Self.window
      end = start
    }
    return found
  }

  /// The last stretch of a range that differs, and what is behind it.
  private func last(
    in range: Range<GuestOffset>, _ cancellation: Cancellation
  ) -> (Range<GuestOffset>?, Way) {
    var (last, way): (Range<GuestOffset>?, Way) = (nil, Way())
    DifferenceWalk(disk, other, in: range, cancellation).run { range, verdict in
      if case .differs = verdict {
        let start = last.flatMap { $0.upperBound == range.lowerBound ? $0.lowerBound : nil }
        (last, way) = ((start ?? range.lowerBound)..<range.upperBound, Way())
      } else {
        way.add(range, verdict)
      }
      return true
    }
    return (last, way)
  }

  private func tell(_ told: inout ContinuousClock.Instant, _ way: Way, _ post: Jobs.Post) {
    guard ContinuousClock.now - told >= Self.interval else { return }
    post(.searching("looking for a difference\(way.text), ^C stops"))
    told = .now
  }
}
