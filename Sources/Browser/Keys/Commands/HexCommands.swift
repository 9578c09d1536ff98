extension Command {
  static let hexes: [Command] = [
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
    Command("row width", .hex, ["w"], "bytes per row: auto, 8, 16, 32") { $0.cycleRowWidth() },
  ]
}
