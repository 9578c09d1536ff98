extension Command {
  static let finds: [Command] = [
    Command(
      "diff", .find, ["d"], "compare with a snapshot, a layer, an image or a file", hint: "diff",
      rank: 6, verb: .compared
    ) { (model, operand) throws(Fault) in try model.compare(with: operand.text) },
    Command("older", .find, ["H"], "the snapshot before, at the same place") { model, _ in
      model.step(older: true)
    },
    Command("newer", .find, ["L"], "the next snapshot, or now, at the same place") { model, _ in
      model.step(older: false)
    },
  ]
}
