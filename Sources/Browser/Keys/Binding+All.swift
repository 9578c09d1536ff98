extension Binding {
  /// Every key of the program. Dispatch, hints and the help page are read off this table.
  package static let all: [Binding] =
    movement + jumps + map + hex + layers + check + screen + program

  private static let movement: [Binding] = [
    Binding(.move, ["h", "Left"], .left, "left"),
    Binding(.move, ["l", "Right"], .right, "right"),
    Binding(.move, ["k", "Up"], .up, "up one row"),
    Binding(.move, ["j", "Down"], .down, "down one row"),
    Binding(.move, ["^U"], .halfPageUp, "half a page up"),
    Binding(.move, ["^D"], .halfPageDown, "half a page down"),
    Binding(.move, ["PgUp", "^B", "b"], .pageUp, "a page up"),
    Binding(.move, ["PgDn", "^F", "Space"], .pageDown, "a page down"),
    Binding(.move, ["0", "^", "Home"], .rowStart, "start of the row"),
    Binding(.move, ["$", "End"], .rowEnd, "end of the row"),
    Binding(.move, ["g g", "Ctrl-Home"], .first, "first byte of the disk, or row of a list"),
    Binding(.move, ["G", "Ctrl-End"], .last, "last byte of the disk, or row of a list"),
  ]

  private static let jumps: [Binding] =
    [
      Binding(.jump, ["g o", "F5"], .goto(.any), "go to an offset", hint: "offset"),
      Binding(.jump, ["g h"], .goto(.host), "go to who maps a host offset"),
      Binding(.jump, ["g s"], .goto(.sector), "go to a 512-byte sector"),
      Binding(.jump, ["g c"], .goto(.cluster), "go to a cluster"),
      Binding(.jump, ["g 1"], .goto(.l1), "go to an entry of the L1 table"),
      Binding(.jump, ["g 2"], .goto(.l2), "go to an entry of this L2 table"),
      Binding(.jump, ["g p"], .goto(.partition), "go to a partition"),
    ] + motions + [
      Binding(.jump, ["}"], .motion(Motion(.change, forward: true)), "next change of state"),
      Binding(.jump, ["{"], .motion(Motion(.change, forward: false)), "previous change of state"),
      Binding(.jump, [";"], .repeatMotion, "repeat the last of these jumps"),
      Binding(.jump, [","], .reverseMotion, "the same the other way"),
      Binding(
        .jump, ["u", "Backspace", "Alt-Left"], .back, "back to where you were", hint: "back"),
      Binding(.jump, ["U", "Alt-Right"], .forward, "forward again"),
      Binding(.jump, ["m *"], .setMark, "set a mark"),
      Binding(.jump, ["' *"], .jumpToMark, "jump to a mark"),
      Binding(.jump, ["' '"], .previousPlace, "to the previous place and back"),
    ]

  private static let motions: [Binding] = Motion.Target.allCases.flatMap { target -> [Binding] in
    guard let letter = target.letter else { return [] }
    let hint = target == .data ? "next data" : nil
    return [
      Binding(
        .jump, ["] \(letter)"], .motion(Motion(target, forward: true)), "next \(target.name)",
        hint: hint),
      Binding(
        .jump, ["[ \(letter)"], .motion(Motion(target, forward: false)),
        "previous \(target.name)"),
    ]
  }

  private static let map: [Binding] = [
    Binding(.map, ["+"], .mapIn, "map: zoom in", hint: "zoom in"),
    Binding(.map, ["-"], .mapOut, "map: zoom out"),
    Binding(.map, ["="], .mapFit, "map: fit the disk", hint: "fit"),
    Binding(.map, ["c"], .cycleColoring, "map: colour by state, layer or bitmap", hint: "colour"),
    Binding(
      .map, ["s"], .toggleSpace, "map and hex: the file instead of the disk, and back",
      hint: "disk/file"),
    Binding(.map, ["r"], .toggleRuns, "map: the runs around the cursor, and back", hint: "runs"),
    Binding(.map, ["Enter"], .enter, in: .runs, "go to the start of the run", hint: "go there"),
    Binding(.map, ["Enter"], .enter, in: .map, "hex view at the first allocated byte of the cell"),
    Binding(
      .map, ["Enter"], .enter, in: .hosts,
      "layout of the file: hex view at the cell's bytes", hint: "its bytes"),
  ]

  private static let hex: [Binding] = [
    Binding(.hex, ["v"], .mark, in: .hex, "select bytes by moving, and drop them", hint: "select"),
    Binding(.hex, ["V"], .markWhole, in: .hex, "select the extent; again the cluster"),
    Binding(.hex, ["w"], .cycleRowWidth, "bytes per row: auto, 8, 16, 32"),
  ]

  private static let layers: [Binding] = [
    Binding(
      .layers, ["Enter"], .enter, in: .list,
      "show the row as the disk; colour by the bitmap", hint: "show"),
    Binding(
      .layers, ["S"], .wholeDisk, "back to the whole disk as the guest sees it now",
      hint: "whole disk"),
    Binding(
      .layers, ["a"], .allowFile, in: .chain, "open the refused file of this layer after all",
      hint: "allow"),
  ]

  private static let check: [Binding] = [
    Binding(
      .check, ["Enter"], .enter, in: .check, "go to what the finding touches", hint: "go there"),
    Binding(
      .check, ["Enter"], .enter, in: .space, "where in the file it is", hint: "where"),
  ]

  private static let screen: [Binding] =
    [
      Binding(.screen, ["Tab"], .nextPane, "next pane", hint: "pane"),
      Binding(.screen, ["Shift-Tab"], .previousPane, "previous pane"),
      Binding(.screen, ["z"], .zoomPane, "zoom the pane, and back", hint: "zoom"),
    ]
    + Screen.allCases.map {
      Binding(.screen, ["\($0.rawValue)"], .view($0), "the view \($0.name)")
    }

  private static let program: [Binding] = [
    Binding(.program, ["?", "F1"], .help, "this page", hint: "help"),
    Binding(.program, [":"], .commandLine, "command line; an offset goes there"),
    Binding(.program, ["R"], .reload, "read the image again: its header, tables and lists"),
    Binding(.program, ["^L"], .redraw, "draw the screen anew"),
    Binding(.program, ["^Z"], .suspend, "suspend; fg comes back"),
    Binding(.program, ["^C"], .interrupt, "stop the running job"),
    Binding(
      .program, ["^R"], .resumeScan, "go on with a stopped scan, start a stopped check",
      hint: "go on"),
    Binding(.program, ["Esc"], .escape, "drop a half-typed key or a message"),
    Binding(.program, ["q"], .close, "close what is open, then quit", hint: "quit"),
    Binding(.program, ["Q", "F10"], .quit, "quit at once"),
  ]
}

extension Motion.Target {
  /// The letter after the bracket, or nil where the motion has a key of its own.
  package var letter: String? {
    switch self {
    case .data: "d"
    case .hole: "h"
    case .zero: "z"
    case .compressed: "c"
    case .damage: "!"
    case .change: nil
    }
  }

  /// What is looked for, for people.
  package var name: String {
    switch self {
    case .data: "data"
    case .hole: "hole"
    case .zero: "zeros"
    case .compressed: "compressed data"
    case .damage: "damage"
    case .change: "change"
    }
  }
}
