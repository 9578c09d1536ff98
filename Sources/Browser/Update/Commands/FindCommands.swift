internal import QCOW2

extension Command {
  static let finds: [Command] = [
    Command(
      "find", .find, ["/", "F7"], "find text, bytes or an expression from here on", hint: "find",
      verb: .term("find")
    ) { (model, operand) throws(Fault) in try model.find(operand.text, forward: true) },
    Command(
      "find-backward", .find, ["\\"], "find it before this place", verb: .term("find before")
    ) { (model, operand) throws(Fault) in try model.find(operand.text, forward: false) },
    Command(
      "next", .find, ["n", "F3"], "the next hit in the same direction", verb: ArgumentKind.none
    ) {
      model, _ in model.findAgain(reversed: false)
    },
    Command(
      "previous", .find, ["N"], "the next hit in the other direction", verb: ArgumentKind.none
    ) {
      model, _ in model.findAgain(reversed: true)
    },
    Command(
      "hits", .find, ["&"], "the list of all hits, beside the hex view", verb: ArgumentKind.none
    ) { model, _ in model.toggleHits() },
    Command(
      "open hit", .find, ["Enter"], in: .hits, "go to the hit and select it", hint: "go there"
    ) { $0.goToHit() },
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

extension ArgumentKind {
  /// What to look for.
  static func term(_ label: String) -> ArgumentKind {
    let examples = SearchTerm.Form.allCases.dropFirst().map { $0.help.example }
    var kind = ArgumentKind.text((["text"] + examples).joined(separator: "  "))
    (kind.label, kind.keepsSpaces) = (label, true)
    kind.choices = { _, _ in
      SearchTerm.Form.allCases.map { form in
        Choice(form.letters + ":", "\(form.help.meaning), such as \(form.help.example)")
      }
    }
    kind.preview = { $0.previewTerm($1) }
    return kind
  }
}
