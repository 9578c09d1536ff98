extension Command {
  static let hexes: [Command] =
    tables + [
      Command(
        "select", .hex, ["v"], in: .hex, "select bytes by moving, and drop them", hint: "select"
      ) { $0.toggleMarking() },
      Command("select extent", .hex, ["V"], in: .hex, "select the extent; again the cluster") {
        $0.markWhole()
      },
      Command(
        "explain", .hex, ["K"], "what the byte under the cursor is, bit by bit", hint: "why",
        verb: ArgumentKind.none, when: { $0.canExplain }
      ) { model, _ in model.explain() },
      Command(
        "follow pointer", .hex, ["Enter"], in: .hex,
        "file: go where the pointer under the cursor leads",
        hint: "follow", when: { $0.followsField }
      ) { $0.followField() },
      Command("row width", .hex, ["w"], "bytes per row: auto, 8, 16, 32") { $0.cycleRowWidth() },
      Command(
        "values", .hex, ["i"], "values of the bytes under the cursor, and back", hint: "values",
        rank: 5, verb: ArgumentKind.none, when: { $0.hexLayout != nil }
      ) { $0.toggleValues() },
      Command(
        "endian", .hex, ["e"], "read values with the other byte first",
        when: { $0.layout.values != nil }
      ) { $0.turnOrder() },
      Command(
        "structures", .hex, ["t"], in: .hex, "file: colour bytes by structure and field, and back",
        when: { $0.hexSpace == .host }
      ) { $0.toggleStructures() },
      Command(
        "offsets", .hex, ["o"], in: .hex, "offsets in hexadecimal, decimal, sectors, clusters"
      ) { $0.cycleOffsets() },
    ]

  private static let tables: [Command] = [
    Command(
      "open entry", .hex, ["Enter"], in: .tables, "tables: go where the entry leads",
      hint: "follow", when: { $0.entryCount > 0 }
    ) { model, _ in model.openEntry() },
    Command(
      "table above", .hex, ["o"], in: .tables, "tables: the table that names this one; Left too",
      hint: "table above", when: { $0.entries.table.parent != nil }
    ) { $0.moveInTables(.left) },
  ]
}
