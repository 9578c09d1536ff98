/// A step within the focused pane.
package enum Move: CaseIterable, Hashable, Sendable {
  case left, right, up, down
  case halfPageUp, halfPageDown, pageUp, pageDown
  case rowStart, rowEnd
}

/// A change of how much a cell of the map stands for.
package enum Zoom: Hashable, Sendable {
  case `in`, out, fit
}

/// A jump to the next or previous place of a kind.
package struct Motion: Hashable, Sendable {
  /// What it looks for.
  package enum Target: CaseIterable, Hashable, Sendable {
    case data, hole, zero, compressed, backing, shared, jump, damage, partition, mark, difference
    case change
  }

  package var target: Target
  package var isForward: Bool

  package init(_ target: Target, forward: Bool) {
    self.target = target
    isForward = forward
  }

  package var reversed: Motion { Motion(target, forward: !isForward) }
}

extension Motion.Target {
  /// The letter after the bracket, or nil where the motion has a key of its own.
  package var letter: String? {
    switch self {
    case .data: "d"
    case .hole: "h"
    case .zero: "z"
    case .compressed: "c"
    case .backing: "b"
    case .shared: "s"
    case .jump: "f"
    case .damage: "!"
    case .partition: "p"
    case .mark: "m"
    case .difference: "x"
    case .change: nil
    }
  }

  /// Several of what is looked for.
  package var names: String {
    switch self {
    case .hole: "holes"
    case .jump: "host breaks"
    case .partition: "partitions"
    case .mark: "marks"
    case .difference: "differences"
    case .change: "changes of state"
    case .data, .zero, .compressed, .backing, .shared, .damage: name
    }
  }

  /// What is looked for, for people.
  package var name: String {
    switch self {
    case .data: "data"
    case .hole: "hole"
    case .zero: "zeros"
    case .compressed: "compressed data"
    case .backing: "data from below"
    case .shared: "data shared with snapshots"
    case .jump: "host break"
    case .damage: "damage"
    case .partition: "partition"
    case .mark: "mark"
    case .difference: "difference"
    case .change: "change"
    }
  }
}
