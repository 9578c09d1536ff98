extension Command {
  static let maps: [Command] =
    cells + ShownState.allCases.map(only) + ShownState.allCases.map(with)

  private static func only(_ state: ShownState) -> Command {
    Command(
      "only \(state.name)", .map, ["f \(state.rawValue)"],
      "map: \(state.name) alone, or all again"
    ) { $0.showAlone(state) }
  }

  /// One more state, or one less, behind the keys of the first.
  private static func with(_ state: ShownState) -> Command {
    Command(
      "with \(state.name)", .map, ["f + \(state.rawValue)"],
      "map: \(state.name) with the others, or not"
    ) { $0.toggle(state) }
  }

  private static let cells: [Command] = [
    Command(
      "zoom in", .map, ["+"], "map: zoom in", hint: "zoom in", when: { $0.mapLayout != nil }
    ) { $0.zoomMap(.in) },
    Command("zoom out", .map, ["-"], "map: zoom out", when: { $0.mapLayout != nil }) {
      $0.zoomMap(.out)
    },
    Command(
      "fit", .map, ["="], "map: fit the disk", hint: "fit", verb: ArgumentKind.none,
      when: { $0.mapLayout != nil }
    ) { $0.zoomMap(.fit) },
    Command(
      "colour", .map, ["c"], "map: the next of what may colour it",
      hint: "colour", rank: 5, when: { $0.mapLayout != nil && !$0.hosts.isShown }
    ) { $0.cycleColoring() },
    Command(
      "color", .map, [], "map: colour by what is named; content reads data",
      verb: .choice("what colours the map") { $0.coloringNames }
    ) { (model, argument) throws(Fault) in
      try model.color(named: argument.text)
      return []
    },
    Command("glyphs", .map, ["p"], "map: shades, half blocks, braille, ramp") {
      $0.cycleGlyphs()
    },
    Command("states", .map, ["f a"], "map: all states", when: { $0.mapLayout != nil }) {
      $0.showAllStates()
    },
    Command(
      "file", .map, ["s"], "map, hex, tables: the file instead of the disk",
      hint: "disk/file", when: { $0.mapLayout != nil || [.hex, .tables].contains($0.focus) }
    ) { $0.toggleSpace() },
    Command(
      "extents", .map, ["r"], "map: the runs around the cursor, and back", hint: "runs",
      verb: ArgumentKind.none, when: { $0.mapLayout != nil }
    ) { $0.toggleRuns() },
    Command(
      "open run", .map, ["Enter"], in: .runs, "go to the start of the run", hint: "go there"
    ) { $0.goToRun() },
    Command(
      "open file run", .map, ["Enter"], in: .fileRuns, "the bytes of the file where the run begins",
      hint: "its bytes"
    ) { $0.openFileRun() },
    Command(
      "ghosts", .map, ["g x"], "clusters of the file that nothing refers to",
      verb: ArgumentKind.none
    ) { $0.showGhosts() },
    Command(
      "open cell", .map, ["Enter"], in: .map, "hex view at the first allocated byte of the cell"
    ) {
      model, _ in model.enterCell()
    },
    Command(
      "open file cell", .map, ["Enter"], in: .hosts,
      "layout of the file: hex view at the cell's bytes", hint: "its bytes"
    ) { model, _ in model.enterHostCell() },
  ]
}
