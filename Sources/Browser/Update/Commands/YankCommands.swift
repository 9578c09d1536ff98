internal import QCOW2

extension Command {
  static let yanks: [Command] =
    YankForm.allCases.map(bytes) + [
      Command("yank offset", .copy, ["y o"], "offset of the cursor: copy it") { model, _ in
        model.yankOffset()
      },
      Command("yank link", .copy, ["y l"], "link: copy a command that reopens this screen") {
        model, _ in model.yankLink()
      },
      Command("yank command", .copy, ["y q"], "command: copy one that prints what is here") {
        model, _ in model.yankCommand()
      },
      Command("yanked", .copy, ["y y"], "what was copied, on a page to copy from") {
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
      "\(form.name): copy the selection, or this row"
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
