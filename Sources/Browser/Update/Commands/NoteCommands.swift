extension Command {
  static let notes: [Command] = [
    Command(
      "note", .jump, ["M"], "say something of the place or the selection", hint: "note", rank: 6,
      verb: ArgumentKind.text("what there is to say").optional
    ) { model, operand in
      if operand.text.isEmpty { model.askForNote() } else { model.note(operand.text) }
      return []
    },
    Command("history", .jump, [], "where jumps have left", verb: ArgumentKind.none) {
      $0.openHistory()
    },
    Command(
      "open place", .lists, ["Enter"], in: .marks, "hex view at the place", hint: "go there",
      when: { $0.placeCount > 0 }
    ) { $0.goToPlace() },
    Command(
      "drop place", .lists, ["Del"], in: .marks, "drop the mark or the note", hint: "drop",
      when: { $0.placeCount > 0 }
    ) { $0.dropPlace() },
  ]
}
