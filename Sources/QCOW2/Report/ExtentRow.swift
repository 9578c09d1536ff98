/// A run of a disk, or several beside each other that are damaged by one cause.
package struct ExtentRow: Sendable {
  /// The run. Of several, it has the place at fault of the first.
  package private(set) var extent: Extent
  /// Whether they are several.
  fileprivate private(set) var isJoined = false

  fileprivate init(_ extent: Extent) { self.extent = extent }

  /// Adds the run that follows, if both are damaged by one cause.
  fileprivate mutating func join(following next: Extent) -> Bool {
    guard case .damaged(let one) = extent.mapping, case .damaged(let other) = next.mapping,
      extent.layer == next.layer, extent.end == next.start, one.isLike(other)
    else { return false }
    extent.length += next.length
    isJoined = true
    return true
  }

  /// The rows of runs, one after the other.
  package static func rows(of extents: some Sequence<Extent>) -> some Sequence<ExtentRow> {
    sequence(state: (rest: extents.makeIterator(), next: nil as Extent?)) { state in
      guard let first = state.next ?? state.rest.next() else { return nil }
      state.next = nil
      var row = ExtentRow(first)
      while let next = state.rest.next() {
        guard row.join(following: next) else {
          state.next = next
          break
        }
      }
      return row
    }
  }
}

extension ExtentRow {
  fileprivate var damage: String? {
    guard case .damaged(let damage) = extent.mapping else { return nil }
    return damage.description
  }
}

extension Damage {
  /// Whether both say the same of different places.
  package func isLike(_ other: Damage) -> Bool {
    switch (self, other) {
    case (.l1TableCut, .l1TableCut), (.unalignedL2Table, .unalignedL2Table),
      (.l2TablePastEnd, .l2TablePastEnd), (.unalignedCluster, .unalignedCluster),
      (.clusterPastEnd, .clusterPastEnd), (.dataFileMismatch, .dataFileMismatch),
      (.subclusterConflict, .subclusterConflict),
      (.subclusterWithoutCluster, .subclusterWithoutCluster):
      true
    default: self == other
    }
  }
}

extension Report<ExtentRow> {
  /// The maximal runs of a guest range.
  package static var extents: Report {
    Report(
      "extents",
      [
        Column(
          "start", "guest", .number, "first guest byte",
          value: { .number($0.extent.start.rawValue) }, text: { "\($0.extent.start)" }),
        Column(
          "length", "length", .number, "length in bytes", value: { .number($0.extent.length) },
          text: { hex($0.extent.length) }),
      ] + Column.places { $0.extent } + [
        Column(
          "damage", "damage", .text, isOptional: true, isSentence: true,
          "what is broken, in a run of several places the first",
          value: { $0.damage.map { .text($0) } },
          text: { row in row.damage.map { $0 + (row.isJoined ? ", and so on" : "") } ?? "" })
      ])
  }

  /// The widths of the columns, for rows that come one after the other.
  package static var extentWidths: [String: Int] {
    ["guest": 14, "length": 14, "host": 14, "kind": 10]
  }
}
