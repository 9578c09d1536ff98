/// A part of the screen that can have the focus.
package enum Pane: CaseIterable, Hashable, Sendable {
  case header, features, map, hex, tables, snapshots, bitmaps, chain, check, volumes, space, runs
  case fileRuns, hits, marks

  /// Whether the pane is a list of which one row is chosen.
  package var isList: Bool {
    switch self {
    case .tables, .snapshots, .bitmaps, .chain, .check, .volumes, .space, .runs, .fileRuns, .hits,
      .marks:
      true
    case .header, .features, .map, .hex: false
    }
  }

  /// Whether the rows of the list can be sorted and filtered; a table may have millions.
  var canBeArranged: Bool { isList && self != .tables }

  /// Whether the list has more to say of the chosen row than fits into it.
  var hasDetails: Bool { ![.runs, .fileRuns, .hits].contains(self) }
}
