internal import QCOW2

/// What a verb takes behind its name: how it is completed and what is told of it while it is typed.
package struct ArgumentKind: Sendable {
  /// What is told beside the prompt of a text that is being typed.
  package struct Preview: Equatable, Sendable {
    package var text = ""
    package var isFaulty = false
    /// Finds out more in the background.
    package var effect: Effect?
  }

  /// Whether the verb does nothing without one; its keys then ask for it.
  package var isRequired = true
  /// What may be typed, in a few words for an empty prompt.
  package let placeholder: String
  /// What stands before the caret where a key asked for it, without the colon; nil for the verb.
  package var label: String?
  /// What may be typed, given what is typed so far; completion takes those that begin like that.
  package var choices: @Sendable (Model, String) -> [Choice] = { _, _ in [] }
  /// Whether names of files are completed.
  package var takesFiles = false
  /// Whether spaces before and behind what is typed in its prompt count.
  package var keepsSpaces = false
  package var preview: @Sendable (Model, String) -> Preview = { _, _ in Preview() }

  /// The same where the verb also does something without one.
  package var optional: ArgumentKind {
    var kind = self
    kind.isRequired = false
    return kind
  }

  /// Nothing.
  package static let none = ArgumentKind(isRequired: false, placeholder: "")

  /// Any text.
  package static func text(_ placeholder: String) -> ArgumentKind {
    ArgumentKind(placeholder: placeholder)
  }

  /// The name of a file.
  package static let file = ArgumentKind(placeholder: "a file, Tab completes", takesFiles: true)

  /// One of several names, which the model knows.
  package static func choice(
    _ placeholder: String, _ choices: @escaping @Sendable (Model) -> [Choice]
  ) -> ArgumentKind {
    var kind = ArgumentKind(placeholder: placeholder)
    kind.choices = { model, _ in choices(model) }
    return kind
  }

  /// An offset, or a number that stands for one.
  package static func address(_ form: GotoForm) -> ArgumentKind {
    ArgumentKind(placeholder: form.placeholder, label: form.label) { model, text in
      model.preview(form, text)
    }
  }
}

extension ArgumentKind {
  private init(
    placeholder: String, label: String,
    preview: @escaping @Sendable (Model, String) -> Preview
  ) {
    self.init(placeholder: placeholder, label: label)
    self.preview = preview
  }
}
