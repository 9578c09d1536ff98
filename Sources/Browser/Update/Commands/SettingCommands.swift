internal import Surface

extension Command {
  static let settings: [Command] = [
    Command("set", .program, [], "change a setting; alone lists all", verb: .setting) {
      (model, operand) throws(Fault) in
      if operand.text.isEmpty {
        model.toggle(Overlay(.settings, chosen: 0))
      } else {
        try model.set(operand.text)
      }
      return []
    },
    Command(
      "next value", .program, ["Enter"], in: .settings, "take the next value of the setting",
      hint: "change"
    ) { $0.changeChosenSetting() },
    Command("theme", .program, [], "choose the colours", verb: .theme) {
      (model, operand) throws(Fault) in
      try model.set("theme \(operand.text)")
      return []
    },
  ]
}

extension ArgumentKind {
  /// A setting and its value.
  static let setting: ArgumentKind = {
    var kind = ArgumentKind.text("a setting and its value, Tab lists them").optional
    kind.choices = { model, typed in
      guard let space = typed.firstIndex(of: " ") else {
        return Setting.all.map { Choice($0.name + " ", "\($0.help), now \($0.read(model))") }
      }
      guard let setting = Setting.named(String(typed[..<space])) else { return [] }
      return setting.values.map { Choice("\(setting.name) \($0)", setting.help) }
    }
    return kind
  }()

  static let theme = choice("dark light contrast mono") { _ in
    Theme.allCases.map { Choice($0.rawValue, $0.purpose) }
  }
}
