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
    var reported = ContinuousClock.now
    for segment in SegmentWalk(image, image.guestRange) {
      guard !cancellation.isCancelled else {
        return post(.found(SearchResult(message: "stopped", wasStopped: true)))
      }
      if ContinuousClock.now - reported >= .milliseconds(100) {
        let percent = UInt128(segment.start.rawValue) * 100 / UInt128(image.geometry.virtualSize)
        post(.searching("looking for host \(host): \(percent)%, ^C stops"))
        reported = .now
      }
      if let guest = guest(in: segment) { found.append(guest) }
      if found.count == Self.most { break }
    }
    post(.found(result(found)))
  }

  private func guest(in segment: Extent) -> GuestOffset? {
    switch segment.mapping {
    case .data(let start), .zeroAllocated(let start):
      guard start <= host, host - start < segment.length else { return nil }
      return segment.start + (host - start)
    case .compressed: return compressedGuest(in: segment)
    case .unallocated, .zeroPlain, .missing, .damaged: return nil
    }
  }

  private func compressedGuest(in segment: Extent) -> GuestOffset? {
    var position = segment.start
    while position < segment.end {
      if case .compressed(let descriptor) = image.mapping(at: position),
        descriptor.host <= host, host - descriptor.host < descriptor.maximumLength
      {
        return position
      }
      position = GuestOffset(
        min(segment.end.rawValue, position.rawValue + image.geometry.clusterSize))
    }
    return nil
  }

  private func result(_ found: [GuestOffset]) -> SearchResult {
    guard let first = found.first else {
      return SearchResult(message: "no guest offset maps host \(host)")
    }
    guard found.count > 1 else {
      return SearchResult(target: first, message: "host \(host) is guest \(first)")
    }
    let list = found.map(\.description).joined(separator: " ")
    return SearchResult(
      message: "host \(host) is mapped by several guest offsets, choose one: \(list)",
      isAmbiguous: true)
  }
}
