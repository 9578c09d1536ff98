/// The views that a key selects.
package enum Screen: CaseIterable, Hashable, Sendable {
  /// Header, features, map and hex together.
  case main
  /// The allocation map alone.
  case map
  /// The hex view alone.
  case hex
  /// The entries of the tables.
  case tables
  /// The internal snapshots.
  case snapshots
  /// The dirty bitmaps.
  case bitmaps
  /// The files that the disk is made of.
  case chain
  /// What a check of the file found.
  case check
  /// The partitions of the guest and what lies in them.
  case volumes
  /// Where the bytes of the file go.
  case space
  /// Marks, notes and the places that jumps have left.
  case marks

  /// The key that selects it.
  package var key: String {
    switch self {
    case .main: "1"
    case .map: "2"
    case .hex: "3"
    case .tables: "4"
    case .snapshots: "5"
    case .bitmaps: "6"
    case .chain: "7"
    case .check: "8"
    case .volumes: "9"
    case .space: "%"
    case .marks: "B"
    }
  }

  /// The name on the tab; in small letters it is the verb.
  package var name: String {
    switch self {
    case .main: "Main"
    case .map: "Map"
    case .hex: "Hex"
    case .tables: "Tables"
    case .snapshots: "Snap"
    case .bitmaps: "Bmap"
    case .chain: "Chain"
    case .check: "Check"
    case .volumes: "Vol"
    case .space: "Space"
    case .marks: "Marks"
    }
  }

  /// The panes it shows, in the order of Tab.
  package var panes: [Pane] {
    switch self {
    case .main: [.header, .features, .map, .hex]
    case .map: [.map]
    case .hex: [.hex]
    case .tables: [.tables]
    case .snapshots: [.snapshots]
    case .bitmaps: [.bitmaps]
    case .chain: [.chain]
    case .check: [.check]
    case .volumes: [.volumes]
    case .space: [.space]
    case .marks: [.marks]
    }
  }

  /// Whether it tells what a check found, which is begun for it.
  var needsCheck: Bool { self == .check || self == .space }
}
