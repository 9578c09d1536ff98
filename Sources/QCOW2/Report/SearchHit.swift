/// A place where a search found something.
package struct SearchHit: Sendable {
  /// The bytes.
  fileprivate let match: SearchMatch
  /// The run that the byte is in, from there on.
  fileprivate let extent: Extent

  /// - Parameters:
  ///   - match: The bytes.
  ///   - disk: The disk they were found on.
  package init(_ match: SearchMatch, on disk: Disk) {
    self.match = match
    extent = disk.segment(at: match.start)
  }

  fileprivate var start: GuestOffset { match.start }
}

extension Report<SearchHit> {
  /// What a search found.
  package static var hits: Report {
    Report(
      "hits",
      [
        Column(
          "start", "guest", .number, "first guest byte",
          value: { .number($0.start.rawValue) }, text: { "\($0.start)" }),
        Column(
          "length", "bytes", .number, "the number of bytes that match",
          value: { .number(UInt64($0.match.length)) }),
      ] + Column.places { $0.extent })
  }

  /// The widths of the columns, for rows that come one after the other.
  package static var hitWidths: [String: Int] { ["guest": 14, "bytes": 5, "host": 14] }
}
