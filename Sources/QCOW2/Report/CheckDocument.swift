/// The result of a check: in JSON with QEMU's members and ours, and as text.
package struct CheckDocument {
  private let name: String
  private let report: CheckReport

  /// - Parameters:
  ///   - name: The image as it was named, for JSON.
  ///   - report: What was found.
  package init(_ name: String, _ report: CheckReport) {
    self.name = name
    self.report = report
  }

  /// The exit status: 0 sound, 1 not everything was looked at, 2 corrupt, 3 leaks alone.
  package var status: Int32 {
    if !report.isComplete || report.tally.errors > 0 { return 1 }
    if report.tally.corruptions > 0 || report.tally.unseen > 0 { return 2 }
    return report.tally.leaks > 0 ? 3 : 0
  }

  /// QEMU's members, each left out where QEMU leaves it out.
  private static let sums = Report<CheckReport>(
    "check",
    [
      sum("image-end-offset", "end of the last cluster in use", \.imageEnd.rawValue),
      sum("corruptions", "corruptions that qemu-img check counts", \.tally.corruptions),
      sum("leaks", "leaked clusters", \.tally.leaks),
      sum("total-clusters", "clusters of the virtual disk", \.clusters.total),
      sum("allocated-clusters", "those that are allocated", \.clusters.allocated),
      sum("fragmented-clusters", "those that do not follow the one before", \.clusters.fragmented),
      sum("compressed-clusters", "those that are compressed", \.clusters.compressed),
      Column(
        "check-errors", nil, .number, "parts that could not be looked at",
        value: { .number($0.tally.errors) }),
      Column(
        "unseen-corruptions", nil, .number, "corruptions that qemu-img check does not count",
        value: { .number($0.tally.unseen) }),
      Column(
        "complete", nil, .truth, "whether everything was looked at",
        value: { .truth($0.isComplete) }),
      Column(
        "live", nil, .truth, "whether another program was writing: the counts may not be real",
        value: { .truth($0.isLive) }),
    ])

  private static func sum(
    _ name: String, _ meaning: String, _ value: @escaping @Sendable (CheckReport) -> UInt64
  ) -> Column<CheckReport> {
    Column(
      name, nil, .number, isOptional: true, "\(meaning); absent where 0",
      value: { value($0) == 0 ? nil : .number(value($0)) })
  }

  /// Writes an object.
  package func write(_ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("filename", name)
      writer.member("format", "qcow2")
      writer.members(report, Self.sums.columns)
      writer.array(Report<FindingGroup>.groups.name) { writer in
        for group in report.groups {
          writer.object { writer in
            writer.members(group, Report<FindingGroup>.groups.columns)
            Report<Range<GuestOffset>>.guestRanges.writeMember(group.guest.ranges, to: &writer)
          }
        }
      }
    }
  }

  /// Writes the schema of that object.
  package static func writeSchema(_ writer: inout JSONWriter) {
    let groups = Report<FindingGroup>.groups
    writer.object { writer in
      writer.member("type", "object")
      writer.object("properties") { writer in
        for name in ["filename", "format"] {
          writer.object(name) { $0.member("type", "string") }
        }
        sums.writeProperties(&writer)
        writer.object(groups.name) { writer in
          writer.member("type", "array")
          writer.object("items") { writer in
            writer.member("type", "object")
            writer.object("properties") { writer in
              groups.writeProperties(&writer)
              Report<Range<GuestOffset>>.guestRanges.writeSchemaMember(&writer)
            }
            writer.array("required") { writer in
              groups.writeRequired(&writer)
              writer.value(Report<Range<GuestOffset>>.guestRanges.name)
            }
            writer.member("additionalProperties", false)
          }
        }
      }
      writer.array("required") { writer in
        for name in ["filename", "format", groups.name] { writer.value(name) }
        sums.writeRequired(&writer)
      }
      writer.member("additionalProperties", false)
    }
  }
}
