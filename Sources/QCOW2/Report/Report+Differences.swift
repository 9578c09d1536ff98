extension Report<Range<GuestOffset>> {
  /// The ranges over which two disks differ.
  package static var differences: Report {
    Report(
      "differences",
      [
        Column(
          "start", "guest", .number, "first guest byte",
          value: { .number($0.lowerBound.rawValue) }, text: { "\($0.lowerBound)" }),
        Column(
          "length", "length", .number, "length in bytes, a multiple of 512",
          value: { .number($0.upperBound - $0.lowerBound) },
          text: { hex($0.upperBound - $0.lowerBound) }),
      ])
  }

  /// The widths of the columns, for rows that come one after the other.
  package static var differenceWidths: [String: Int] { ["guest": 14, "length": 14] }
}
