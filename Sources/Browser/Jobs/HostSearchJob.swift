package import QCOW2

/// Finds the guest offsets that map a byte of the file, by going over every table.
package struct HostSearchJob: Sendable {
  private let image: Image
  private let host: HostOffset
  private static let most = 8

  package init(_ image: Image, _ host: HostOffset) {
    self.image = image
    self.host = host
  }

  package func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    var found: [GuestOffset] = []
    var streams = Streams()
    var reported = ContinuousClock.now
    for segment in SegmentWalk(image, image.guestRange) {
      guard !cancellation.isCancelled else {
        return post(.found(.stopped))
      }
      if ContinuousClock.now - reported >= .milliseconds(100) {
        let percent = UInt128(segment.start.rawValue) * 100 / UInt128(image.geometry.virtualSize)
        post(.searching("looking for host \(host): \(percent)%, ^C stops"))
        reported = .now
      }
      if segment.kind == .compressed { collect(segment, &streams) }
      if let guest = guest(in: segment), found.count <= Self.most { found.append(guest) }
    }
    post(.found(result(found + streams.guests)))
  }

  private func guest(in segment: Extent) -> GuestOffset? {
    guard segment.kind == .data || segment.kind == .zeroAllocated, let start = segment.host,
      start <= host, host - start < segment.length
    else { return nil }
    return segment.start + (host - start)
  }

  /// The compressed clusters that the byte may belong to. A descriptor tells only the last sector of
  /// its stream, in which the next one may begin: the latest start before the byte has it.
  private struct Streams {
    var guests: [GuestOffset] = []
    private var start = HostOffset.zero

    mutating func add(_ guest: GuestOffset, from host: HostOffset) {
      if guests.isEmpty || host > start { (guests, start) = ([], host) }
      if host == start { guests.append(guest) }
    }
  }

  private func collect(_ segment: Extent, _ streams: inout Streams) {
    var position = segment.start
    while position < segment.end {
      if case .compressed(let descriptor) = image.mapping(at: position),
        descriptor.host <= host, host - descriptor.host < descriptor.maximumLength
      {
        streams.add(position, from: descriptor.host)
      }
      let next = (image.geometry.cluster(of: position) + 1) * image.geometry.clusterSize
      position = GuestOffset(min(segment.end.rawValue, next))
    }
  }

  private func result(_ found: [GuestOffset]) -> SearchResult {
    guard let first = found.first else {
      return SearchResult(message: "no guest offset maps host \(host)")
    }
    guard found.count > 1 else {
      return SearchResult(target: first, message: "host \(host) is guest \(first)")
    }
    let list =
      found.prefix(Self.most).map(\.description).joined(separator: " ")
      + (found.count > Self.most ? " and more" : "")
    return SearchResult(
      message: "\(list): each maps host \(host), choose one",
      isAmbiguous: true)
  }
}
