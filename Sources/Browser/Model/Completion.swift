/// What Tab offers in a prompt.
package struct Completion: Equatable, Sendable {
  /// The character of the text that the offers take the place of, and all behind it.
  package let start: Int
  package let choices: [Choice]
  /// The one that is in the text now.
  package var chosen: Int?

  package init(from start: Int, _ choices: [Choice]) {
    self.start = start
    self.choices = choices
  }

  /// What all choices begin with.
  var commonText: String {
    guard var common = choices.first?.text[...] else { return "" }
    for choice in choices {
      while !choice.text.hasPrefix(common) { common = common.dropLast() }
    }
    return String(common)
  }
}

extension Prompt {
  /// Puts the one choice into the text, or what several have in common; Tab again takes each in turn.
  mutating func offer(_ offer: Completion) {
    guard let only = offer.choices.first else { return }
    guard offer.choices.count > 1 else {
      replace(from: offer.start, with: only.text)
      return completion = nil
    }
    let common = offer.commonText
    if common.count > text.count - offer.start { replace(from: offer.start, with: common) }
    completion = offer
  }

  /// Takes one choice and closes the list.
  mutating func take(choice: Int) {
    guard let offer = completion, offer.choices.indices.contains(choice) else { return }
    replace(from: offer.start, with: offer.choices[choice].text)
    completion = nil
  }

  /// Takes the next choice, or the one before.
  mutating func cycle(forward: Bool) {
    guard var offer = completion else { return }
    let count = offer.choices.count
    let next = offer.chosen.map { $0 + (forward ? 1 : count - 1) } ?? (forward ? 0 : count - 1)
    offer.chosen = next % count
    replace(from: offer.start, with: offer.choices[next % count].text)
    completion = offer
  }
}

extension Model {
  /// What may stand at the caret. Names of files come from a job.
  func completion(of line: Prompt) -> (offer: Completion, path: String?) {
    let typed = String(line.text[..<line.caret])
    switch line.purpose {
    case .command:
      guard typed.contains(" "), case .verb(let verb, let rest, let start) = CommandLine(typed)
      else {
        return (Completion(from: 0, verbs(beginning: typed)), nil)
      }
      return completion(of: verb, rest, from: start)
    case .argument(let name):
      guard let command = Command.named(name) else { return (Completion(from: 0, []), nil) }
      return completion(of: command, typed, from: 0)
    }
  }

  private func verbs(beginning typed: String) -> [Choice] {
    CommandLine.verbs.filter { $0.name.hasPrefix(typed.trimmingSpaces) }.map { verb in
      let hasArgument = !(verb.verb?.placeholder.isEmpty ?? true)
      return Choice(hasArgument ? verb.name + " " : verb.name, verb.help)
    }
  }

  private func completion(
    of command: Command, _ rest: String, from start: Int
  ) -> (offer: Completion, path: String?) {
    guard let kind = command.verb else { return (Completion(from: start, []), nil) }
    // A snapshot is found without the sign before its name too.
    let choices = kind.choices(self, rest).filter {
      $0.text.hasPrefix(rest) || !rest.isEmpty && $0.text.hasPrefix("@" + rest)
    }
    return (Completion(from: start, choices), kind.takesFiles && choices.isEmpty ? rest : nil)
  }
}
