/// What a key, a click or a `:` verb does.
package enum Command: Hashable, Sendable {
  case left, right, up, down
  case halfPageUp, halfPageDown, pageUp, pageDown
  case rowStart, rowEnd, first, last
  case goto(GotoForm)
  case motion(Motion)
  case repeatMotion, reverseMotion
  case back, forward, previousPlace
  case setMark, jumpToMark
  case enter
  case nextPane, previousPane, view(Screen), zoomPane
  case mapIn, mapOut, mapFit, cycleColoring, toggleSpace, toggleRuns
  case cycleRowWidth
  case mark, markWhole
  case wholeDisk, allowFile, reload
  case help, commandLine
  case redraw, suspend, close, quit, interrupt, resumeScan, escape
}

/// The screens that a digit selects.
package enum Screen: Int, CaseIterable, Hashable, Sendable {
  /// Header, features, map and hex together.
  case main = 1
  /// The allocation map alone.
  case map = 2
  /// The hex view alone.
  case hex = 3
  /// The internal snapshots.
  case snapshots = 5
  /// The dirty bitmaps.
  case bitmaps = 6
  /// The files that the disk is made of.
  case chain = 7
  /// What a check of the file found.
  case check = 8
  /// Where the bytes of the file go.
  case space = 9

  /// The name on the tab.
  package var name: String {
    switch self {
    case .main: "Main"
    case .map: "Map"
    case .hex: "Hex"
    case .snapshots: "Snap"
    case .bitmaps: "Bmap"
    case .chain: "Chain"
    case .check: "Check"
    case .space: "Space"
    }
  }

  /// The panes it shows, in the order of Tab.
  package var panes: [Pane] {
    switch self {
    case .main: [.header, .features, .map, .hex]
    case .map: [.map]
    case .hex: [.hex]
    case .snapshots: [.snapshots]
    case .bitmaps: [.bitmaps]
    case .chain: [.chain]
    case .check: [.check]
    case .space: [.space]
    }
  }

  /// Whether it tells what a check found, which is begun for it.
  var needsCheck: Bool { self == .check || self == .space }
}

/// A part of the screen that can have the focus.
package enum Pane: CaseIterable, Hashable, Sendable {
  case header, features, map, hex, snapshots, bitmaps, chain, check, space, runs

  /// Whether the pane is a list of which one row is chosen.
  package var isList: Bool {
    switch self {
    case .snapshots, .bitmaps, .chain, .check, .space, .runs: true
    case .header, .features, .map, .hex: false
    }
  }

  /// Whether the list has more to say of the chosen row than fits into it.
  var hasDetails: Bool { self != .runs }
}

/// The ways of asking for an offset; each is the same prompt with something put around the text.
package enum GotoForm: CaseIterable, Hashable, Sendable {
  case any, host, sector, cluster, l1, l2, partition

  /// What the prompt says.
  package var label: String {
    switch self {
    case .any: "go to offset"
    case .host: "go to host offset"
    case .sector: "go to sector"
    case .cluster: "go to cluster"
    case .l1: "go to L1 entry"
    case .l2: "go to L2 entry of this table"
    case .partition: "go to partition"
    }
  }

  /// The expression that the typed text stands for. `l1Index` is that of the cursor.
  package func expression(_ text: String, l1Index: Int) -> (text: String, prefix: Int) {
    let (before, after) =
      switch self {
      case .any: ("", "")
      case .host: ("h:", "")
      case .sector: ("(", ")*1s")
      case .cluster: ("(", ")*1c")
      case .l1: ("L1[", "]")
      case .l2: ("L1[\(l1Index)].L2[", "]")
      case .partition: ("p", "")
      }
    return text.isEmpty ? ("", 0) : (before + text + after, before.count)
  }
}

/// A jump to the next or previous place of a kind.
package struct Motion: Hashable, Sendable {
  /// What it looks for.
  package enum Target: CaseIterable, Hashable, Sendable {
    case data, hole, zero, compressed, damage, change
  }

  package var target: Target
  package var isForward: Bool

  package init(_ target: Target, forward: Bool) {
    self.target = target
    isForward = forward
  }

  package var reversed: Motion { Motion(target, forward: !isForward) }
}
