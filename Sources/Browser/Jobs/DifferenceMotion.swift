internal import QCOW2

/// Finds the next or previous stretch in which two disks differ or may, because one cannot be read; what
/// the tables know is not read.
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

  /// A stretch to stop at.
  private struct Stop {
    var range: Range<GuestOffset>
    /// Why it cannot be read; nil where it differs.
    let fault: ImageError?

    init?(_ range: Range<GuestOffset>, _ verdict: DifferenceWalk.Verdict) {
      self.range = range
      switch verdict {
      case .differs: fault = nil
      case .unreadable(let error): fault = error
      case .known, .same: return nil
      }
    }

    var isUnreadable: Bool { fault != nil }

    /// Whether it goes on with a stretch that touches it. One that cannot be read is not followed for
    /// ever: each piece of it costs a try.
    func goesOn(_ other: Stop) -> Bool {
      isUnreadable == other.isUnreadable && (!isUnreadable || length < 1 << 30)
    }

    var length: UInt64 { range.upperBound - range.lowerBound }
  }

  /// What was gone through.
  private struct Way {
    var read: UInt64 = 0
    var known: UInt64 = 0

    mutating func add(_ range: Range<GuestOffset>, _ verdict: DifferenceWalk.Verdict) {
      let length = range.upperBound - range.lowerBound
      switch verdict {
      case .known: known += length
      case .same: read += length
      // Nothing of these is passed over.
      case .unreadable, .differs: break
      }
    }

    mutating func add(_ other: Way) {
      (read, known) = (read + other.read, known + other.known)
    }

    var text: String {
      let parts =
        (read > 0 ? ["\(binarySize(read)) compared"] : [])
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
      end = known.range.lowerBound
    }
    if cancellation.isCancelled {
      return post(.found(SearchResult(message: "stopped\(way.text)", wasStopped: true)))
    }
    guard let found else {
      let words = isForward ? "no more differences after" : "no earlier differences before"
      return post(.found(SearchResult(message: "\(words) \(cursor)\(way.text)")))
    }
    let start = firstByte(of: found)
    post(.found(SearchResult(target: start, message: words(for: found, at: start) + way.text)))
  }

  private func words(for found: Stop, at start: GuestOffset) -> String {
    let length = binarySize(found.length)
    guard let fault = found.fault else { return "differs at \(start), \(length) by sectors" }
    // Not all of a long one was tried.
    let more = found.length >= 1 << 30 ? " or more" : ""
    return "UNREADABLE at \(start), \(length)\(more): \(fault)"
  }

  private static let sector: UInt64 = 512

  /// The first byte that differs in the first sector of a stretch.
  private func firstByte(of stop: Stop) -> GuestOffset {
    let found = stop.range
    let count = min(Self.sector, stop.length)
    guard !stop.isUnreadable, let here = try? bytes(disk, found.lowerBound, count),
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
  ) -> Stop? {
    var (found, own, isFirst): (Stop?, Stop?, Bool) = (nil, nil, true)
    var told = ContinuousClock.now
    let start = GuestOffset(cursor.rawValue & ~(Self.sector - 1))
    DifferenceWalk(disk, other, in: start..<disk.geometry.end, cancellation).run {
      range, verdict in
      let stop = Stop(range, verdict)
      if isFirst { (own, isFirst) = (stop, false) }
      if let known = found {
        guard let stop, known.goesOn(stop) else { return false }
        found?.range = known.range.lowerBound..<range.upperBound
        return true
      }
      if let stop, own?.isUnreadable == stop.isUnreadable {
        tell(&told, way, post)
        return true
      }
      (found, own) = (stop, nil)
      way.add(range, verdict)
      tell(&told, way, post)
      return true
    }
    return found
  }

  /// The last stretch that begins before a place.
  private func previous(
    before place: GuestOffset, _ cancellation: Cancellation, _ way: inout Way, _ post: Jobs.Post
  ) -> Stop? {
    var (end, size): (GuestOffset, UInt64) = (place, Self.window)
    var found: Stop?
    var told = ContinuousClock.now
    while end > .zero, !cancellation.isCancelled {
      let start = GuestOffset((end.rawValue - min(end.rawValue, size)) & ~(Self.sector - 1))
      let (last, passed) = last(in: start..<end, cancellation)
      if let known = found {
        // The stretch may have begun in this window.
        guard let last, last.range.upperBound == known.range.lowerBound, known.goesOn(last) else {
          return known
        }
        found?.range = last.range.lowerBound..<known.range.upperBound
      } else {
        found = last
        way.add(passed)
      }
      if let found, found.range.lowerBound > start { return found }
      tell(&told, way, post)
      size = passed.read == 0 && last == nil ? min(size, 1 << 60) * 2 : Self.window
      end = start
    }
    return found
  }

  /// The last stretch of a range to stop at, and what is behind it.
  private func last(
    in range: Range<GuestOffset>, _ cancellation: Cancellation
  ) -> (Stop?, Way) {
    var (last, way): (Stop?, Way) = (nil, Way())
    DifferenceWalk(disk, other, in: range, cancellation).run { range, verdict in
      if let stop = Stop(range, verdict) {
        let goesOn = last.map { $0.range.upperBound == range.lowerBound && $0.goesOn(stop) }
        let start = goesOn == true ? last?.range.lowerBound : nil
        (last, way) = (stop, Way())
        last?.range = (start ?? range.lowerBound)..<range.upperBound
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
