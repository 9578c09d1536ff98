package import QCOW2

/// The matches of a term among the bytes on the screen.
package struct PageHits: Sendable {
  /// What is asked.
  package struct Request: Equatable, Sendable {
    package var term: SearchTerm
    package var space: AddressSpace
    /// The bytes on the screen.
    package var range: Range<UInt64>
  }

  package let request: Request
  /// The bytes that match, in order; some may begin before the screen or end behind it.
  package let ranges: [Range<UInt64>]

  /// Reads what is on the screen and around it, as far as matches may reach; nil where it was stopped.
  init?(_ request: Request, on disk: Disk, _ cancellation: Cancellation) {
    self.request = request
    guard let (disk, size) = try? ByteSource(disk, request.space).opened() else { return nil }
    let reach = request.term.reach
    let start = request.range.lowerBound - min(request.range.lowerBound, reach)
    let end = min(size, request.range.upperBound)
    guard start < end else { return nil }
    let search = DiskSearch(for: request.term, on: disk, cancellation)
    let (matches, _) = search.matches(in: GuestOffset(start)..<GuestOffset(end))
    guard !cancellation.isCancelled else { return nil }
    ranges = matches.map { $0.range.lowerBound.rawValue..<$0.range.upperBound.rawValue }
      .filter { $0.overlaps(request.range) }
  }
}
