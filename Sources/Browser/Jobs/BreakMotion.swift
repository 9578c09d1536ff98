internal import QCOW2

/// Finds the next or previous place at which the file does not go on where the disk does.
struct BreakMotion: Sendable {
  private let disk: Disk
  private let cursor: GuestOffset
  private let isForward: Bool

  init(_ disk: Disk, from cursor: GuestOffset, forward: Bool) {
    (self.disk, self.cursor, isForward) = (disk, cursor, forward)
  }

  /// A place where the file jumps.
  private struct Break {
    let guest: GuestOffset
    let from: HostOffset
    let to: HostOffset

    var text: String {
      let way = to > from ? "on by \(binarySize(to - from))" : "back by \(binarySize(from - to))"
      return "host break at \(guest): the file goes \(way), to \(to)"
    }
  }

  func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    let found = isForward ? next(cancellation) : previous(cancellation)
    if cancellation.isCancelled {
      return post(.found(.stopped))
    }
    guard let found else {
      let words = isForward ? "no more host breaks after" : "no earlier host breaks before"
      return post(.found(SearchResult(message: "\(words) \(cursor)")))
    }
    post(.found(SearchResult(target: found.guest, message: found.text)))
  }

  private func next(_ cancellation: Cancellation) -> Break? {
    var ends: [Int: HostOffset] = [:]
    for segment in DiskWalk(disk, .zero..<cursor + 1, .down) {
      guard !cancellation.isCancelled else { return nil }
      guard segment.kind == .data, let host = segment.host else { continue }
      ends[segment.layer] = host.advanced(by: segment.length)
      break
    }
    for segment in DiskWalk(disk, cursor + 1..<max(cursor + 1, disk.geometry.end)) {
      guard !cancellation.isCancelled else { return nil }
      guard segment.kind == .data, let host = segment.host else { continue }
      if let end = ends[segment.layer], end != host {
        return Break(guest: segment.start, from: end, to: host)
      }
      ends[segment.layer] = host.advanced(by: segment.length)
    }
    return nil
  }

  private func previous(_ cancellation: Cancellation) -> Break? {
    var starts: [Int: (guest: GuestOffset, host: HostOffset)] = [:]
    for segment in DiskWalk(disk, .zero..<cursor, .down) {
      guard !cancellation.isCancelled else { return nil }
      guard segment.kind == .data, let host = segment.host,
        let end = host.advanced(by: segment.length)
      else { continue }
      if let above = starts[segment.layer], above.host != end {
        return Break(guest: above.guest, from: end, to: above.host)
      }
      starts[segment.layer] = (segment.start, host)
    }
    return nil
  }
}
