internal import QCOW2

/// Finds the next or previous stretch of clusters that snapshots need too.
struct SharedMotion: Sendable {
  private let disk: Disk
  private let whole: Disk
  private let cursor: GuestOffset
  private let isForward: Bool

  init(_ disk: Disk, of whole: Disk, from cursor: GuestOffset, forward: Bool) {
    (self.disk, self.whole, self.cursor, isForward) = (disk, whole, cursor, forward)
  }

  func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    let found = isForward ? next(cancellation) : previous(cancellation)
    if cancellation.isCancelled {
      return post(.found(.stopped))
    }
    guard let found else {
      let words = isForward ? "nothing more shared after" : "nothing shared earlier before"
      return post(.found(SearchResult(message: "\(words) \(cursor)")))
    }
    post(
      .found(
        SearchResult(
          target: found.lowerBound,
          message: "shared with snapshots at \(found.lowerBound), "
            + "\(binarySize(found.upperBound - found.lowerBound)) long")))
  }

  private func next(_ cancellation: Cancellation) -> Range<GuestOffset>? {
    var classifier = Classifier(disk, of: whole, .sharing)
    var (last, found): (GuestOffset?, Range<GuestOffset>?) = (nil, nil)
    for segment in DiskWalk(disk, cursor..<max(cursor, disk.geometry.end)) {
      guard !cancellation.isCancelled else { return nil }
      for piece in classifier.pieces(of: segment, cancellation) {
        let isShared = piece.class == Classifier.shared
        if let known = found {
          guard isShared, piece.range.lowerBound == known.upperBound else { return known }
          found = known.lowerBound..<piece.range.upperBound
        } else if isShared {
          // The stretch that the cursor is in does not count.
          let goesOn = piece.range.lowerBound == cursor || piece.range.lowerBound == last
          if !goesOn { found = piece.range }
          last = piece.range.upperBound
        }
      }
      if let found, found.upperBound < segment.end { return found }
    }
    return found
  }

  private func previous(_ cancellation: Cancellation) -> Range<GuestOffset>? {
    var classifier = Classifier(disk, of: whole, .sharing)
    var found: Range<GuestOffset>?
    for segment in DiskWalk(disk, .zero..<cursor, .down) {
      guard !cancellation.isCancelled else { return nil }
      for piece in classifier.pieces(of: segment, cancellation).reversed() {
        let isShared = piece.class == Classifier.shared
        if let known = found {
          guard isShared, piece.range.upperBound == known.lowerBound else { return known }
          found = piece.range.lowerBound..<known.upperBound
        } else if isShared {
          found = piece.range
        }
      }
      if let found, found.lowerBound > segment.start { return found }
    }
    return found
  }
}
