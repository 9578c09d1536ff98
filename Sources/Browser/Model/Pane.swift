/// A part of the screen that can have the focus.
package enum Pane: CaseIterable, Hashable, Sendable {
  case header, features, map, hex, snapshots, bitmaps, chain, check, volumes, space, runs, fileRuns

  /// Whether the pane is a list of which one row is chosen.
  package var isList: Bool {
    switch self {
    case .snapshots, .bitmaps, .chain, .check, .volumes, .space, .runs, .fileRuns: true
    case .header, .features, .map, .hex: false
    }
  }

  /// Whether the list has more to say of the chosen row than fits into it.
  var hasDetails: Bool { self != .runs && self != .fileRuns }
}
