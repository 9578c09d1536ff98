package import Surface

/// What a sequence of key presses means so far.
package enum KeyMatch: Hashable, Sendable {
  /// Nothing begins like this.
  case none
  /// More keys are needed.
  case prefix
  /// A command, with the letter that stood for `*`.
  case command(Command, letter: Character?)
}

/// The keys of the table of commands, made ready for look-up.
package struct KeyTable: Sendable {
  package static let standard = KeyTable(Command.all)

  private struct Entry {
    let keys: [KeyPress?]
    let command: Command
  }

  private let entries: [Context: [Entry]]

  init(_ commands: [Command]) {
    let all = commands.flatMap { command in
      command.keys.map { sequence in
        let keys = sequence.split(separator: " ").map { name -> KeyPress? in
          if name == "*" { return nil }
          guard let key = KeyPress(String(name)) else { preconditionFailure("no key \(name)") }
          return key
        }
        return Entry(keys: keys, command: command)
      }
    }
    entries = Dictionary(grouping: all) { $0.command.context }
  }

  /// Looks up what was pressed. Rows of the first contexts go before those of the later ones.
  package func match(_ pressed: [KeyPress], in contexts: [Context]) -> KeyMatch {
    var isPrefix = false
    for entry in contexts.flatMap({ entries[$0] ?? [] }) {
      guard let letter = Self.letter(entry.keys, pressed) else { continue }
      guard entry.keys.count == pressed.count else {
        isPrefix = true
        continue
      }
      return .command(entry.command, letter: letter.first)
    }
    return isPrefix ? .prefix : .none
  }

  /// What may follow a prefix, as key and help line.
  package func continuations(
    of pressed: [KeyPress], in contexts: [Context]
  ) -> [(key: String, help: String)] {
    let matching = contexts.flatMap { entries[$0] ?? [] }.filter {
      $0.keys.count > pressed.count && Self.letter($0.keys, pressed) != nil
    }
    func name(_ entry: Entry, _ place: Int) -> String {
      entry.keys[place]?.description ?? "letter"
    }
    var longer: [String] = []
    return matching.compactMap { entry in
      let key = name(entry, pressed.count)
      let next = pressed.count + 1
      guard entry.keys.count > next else { return (key, entry.command.help) }
      // A key that more have to follow is one row.
      guard !longer.contains(key) else { return nil }
      longer.append(key)
      let rest = matching.filter { $0.keys.count > next && name($0, pressed.count) == key }
      return (key, "then one of " + rest.map { name($0, next) }.joined(separator: " "))
    }
  }

  /// The letter pressed for `*`, an empty text where there is none, nil where the keys differ.
  private static func letter(_ keys: [KeyPress?], _ pressed: [KeyPress]) -> String? {
    guard pressed.count <= keys.count else { return nil }
    var letter = ""
    for (wanted, got) in zip(keys, pressed) {
      guard wanted != got else { continue }
      guard wanted == nil, case .character(let scalar) = got.key, got.modifiers.isEmpty,
        scalar.properties.isAlphabetic
      else { return nil }
      letter.unicodeScalars.append(scalar)
    }
    return letter
  }
}

extension Command {
  /// Keys as they are read: `gg`, `m letter`.
  package static func shown(_ keys: String) -> String {
    keys.split(separator: " ").joined(separator: keys.contains("*") ? " " : "")
      .replacing("*", with: "letter")
  }
}
