package import QCOW2

/// Finds the next or previous region of a kind by the tables alone; no guest data is read.
package struct MotionJob: Sendable {
  private let disk: Disk
  private let motion: Motion
  private let cursor: GuestOffset
  private let marks: [DamageMark]

  /// - Parameters:
  ///   - disk: The disk.
  ///   - motion: What to look for.
  ///   - cursor: Where to begin.
  ///   - marks: What else to look for: the ranges that a check found.
  package init(
    _ disk: Disk, _ motion: Motion, from cursor: GuestOffset, marks: [DamageMark] = []
  ) {
    self.disk = disk
    self.marks = marks
    self.motion = motion
    self.cursor = cursor
  }

  package func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    var skipped = Skipped()
    let found = motion.isForward ? next(cancellation, &skipped) : previous(cancellation, &skipped)
    if cancellation.isCancelled {
      return post(.found(SearchResult(message: "stopped\(skipped.text)", wasStopped: true)))
    }
    if found == nil, let mark { return post(.found(result(mark, skipped))) }
    guard let found else {
      let side = motion.isForward ? "after" : "before"
      let message = "no \(motion.isForward ? "more" : "earlier") \(motion.target.names) \(side) "
      return post(.found(SearchResult(message: message + "\(cursor)\(skipped.text)")))
    }
    let name = motion.target == .change ? found.kind.name : motion.target.name
    let length = regionEnd(found, cancellation) - found.start
    post(
      .found(
        SearchResult(
          target: found.start,
          message: "\(name) at \(found.start), \(binarySize(length)) long\(skipped.text)")))
  }

  /// The nearest range that a check found in the motion's direction.
  private var mark: DamageMark? {
    motion.isForward
      ? marks.first { $0.range.lowerBound > cursor } : marks.last { $0.range.lowerBound < cursor }
  }

  private func result(_ mark: DamageMark, _ skipped: Skipped) -> SearchResult {
    let (start, length) = (mark.range.lowerBound, mark.range.upperBound - mark.range.lowerBound)
    return SearchResult(
      target: start,
      message: "\(mark.problem.rule.title) at \(start), \(binarySize(length)) long\(skipped.text)")
  }

  private func matches(_ extent: Extent) -> Bool {
    let kind = extent.kind
    return switch motion.target {
    case .data: kind == .data
    case .hole: kind == .unallocated
    case .zero: kind == .zeroPlain || kind == .zeroAllocated
    case .compressed: kind == .compressed
    case .damage: kind == .damaged || kind == .missing
    case .backing: extent.comesFromBelow && kind != .damaged
    case .change, .shared, .jump, .partition, .mark, .difference: false
    }
  }

  /// Whether two neighbours belong to one region: host breaks do not count.
  private func isSame(_ one: Extent, _ other: Extent) -> Bool {
    motion.target == .change ? one.kind == other.kind : matches(one) == matches(other)
  }

  private func next(_ cancellation: Cancellation, _ skipped: inout Skipped) -> Extent? {
    var previous = disk.segment(at: cursor)
    let end = min(disk.geometry.end, mark?.range.lowerBound ?? disk.geometry.end)
    for segment in DiskWalk(disk, cursor..<end) {
      guard !cancellation.isCancelled else { return nil }
      let begins = !isSame(previous, segment)
      if begins, motion.target == .change || matches(segment) { return segment }
      skipped.add(segment)
      previous = segment
    }
    return nil
  }

  /// The start of the region before the cursor, or of the cursor's own if it is past that.
  private func previous(_ cancellation: Cancellation, _ skipped: inout Skipped) -> Extent? {
    var region: Extent?
    for segment in DiskWalk(disk, (mark?.range.lowerBound ?? .zero)..<cursor, .down) {
      guard !cancellation.isCancelled else { return nil }
      if let found = region, !isSame(found, segment) { return found }
      if motion.target == .change || matches(segment) {
        region = segment
      } else {
        skipped.add(segment)
      }
    }
    return region
  }

  private func regionEnd(_ found: Extent, _ cancellation: Cancellation) -> GuestOffset {
    var end = found.end
    for segment in DiskWalk(disk, found.end..<disk.geometry.end) {
      guard isSame(found, segment), !cancellation.isCancelled else { return end }
      end = segment.end
    }
    return end
  }
}

/// Words as one list: `a, b and c`.
func listed(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.joined() }
  return words.dropLast().joined(separator: ", ") + " and " + last
}

/// What a jump passed over.
private struct Skipped {
  private var bytes: [ExtentKind: UInt64] = [:]

  mutating func add(_ extent: Extent) { bytes[extent.kind, default: 0] += extent.length }

  /// `, skipped 4 GiB hole, 2 MiB zero and 1 MiB data`, the largest first.
  var text: String {
    let most = bytes.sorted { ($0.value, $1.key.rawValue) > ($1.value, $0.key.rawValue) }
    guard !most.isEmpty else { return "" }
    let parts = most.map { kind, count in
      "\(binarySize(count)) \(kind.name)"
    }
    return ", skipped " + listed(parts)
  }
}
