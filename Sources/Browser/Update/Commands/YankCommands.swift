internal import QCOW2

extension Command {
  static let yanks: [Command] =
    YankForm.allCases.map(bytes) + [
      Command("yank offset", .copy, ["y o"], "copy the offset of the cursor") { model, _ in
        model.yankOffset()
      },
      Command("yank link", .copy, ["y l"], "copy a link to this screen") {
        model, _ in model.yankLink()
      },
      Command("yank command", .copy, ["y q"], "copy a command that prints this") {
        model, _ in model.yankCommand()
      },
      Command("yanked", .copy, ["y y"], "what was copied, on a page") {
        $0.toggle(Overlay(.yank))
      },
      Command(
        "yank", .copy, [], "copy what is selected, or this row of bytes", verb: .yankForm
      ) { (model, operand) throws(Fault) in
        guard let form = YankForm.allCases.first(where: { $0.word == operand.text }) else {
          throw Fault("the forms are \(listed(YankForm.allCases.map(\.word)))", at: 0)
        }
        return model.yank(as: form)
      },
    ]

  private static func bytes(_ form: YankForm) -> Command {
    Command(
      "yank \(form.word)", .copy, ["y \(form.rawValue)"],
      "copy as \(form.name)"
    ) { model, _ in model.yank(as: form) }
  }
}

extension YankForm {
  /// The name that is typed for it.
  fileprivate var word: String { "\(self)" }
}

extension ArgumentKind {
  /// A form of bytes by its name.
  static let yankForm = choice("hex, text, c, base64 or json") { _ in
    YankForm.allCases.map { Choice($0.word, $0.name) }
  }
}
