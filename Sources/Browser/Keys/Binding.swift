package import Surface

/// Where a key means something.
package enum Context: Hashable, Sendable {
  /// Everywhere but in a prompt or on the help page.
  case browse
  /// With the map in focus.
  case map
  /// With the layout of the file in focus.
  case hosts
  /// With the list of runs in focus.
  case runs
  /// With the hex view in focus.
  case hex
  /// With a list in focus.
  case list
  /// With the list of layers in focus.
  case chain
  /// With the findings of a check in focus.
  case check
  /// With the owners of the file's bytes in focus.
  case space
}

/// One row of the key table: keys, what they do, and how help explains it.
package struct Binding: Sendable {
  /// The section of the help page.
  package enum Section: String, CaseIterable, Sendable {
    case move = "Move"
    case jump = "Jump"
    case map = "Map"
    case hex = "Hex"
    case layers = "Layers and snapshots"
    case check = "Check"
    case screen = "Screen"
    case program = "Program"
  }

  package let section: Section
  /// Key sequences, each as key names with spaces between; `*` stands for any letter.
  package let keys: [String]
  package let command: Command
  package let context: Context
  /// One line for the help page.
  package let help: String
  /// A few letters for the hint line, for the keys that people look for first.
  package let hint: String?

  init(
    _ section: Section, _ keys: [String], _ command: Command, in context: Context = .browse,
    _ help: String, hint: String? = nil
  ) {
    self.section = section
    self.keys = keys
    self.command = command
    self.context = context
    self.help = help
    self.hint = hint
  }
}

/// What a sequence of key presses means so far.
package enum KeyMatch: Hashable, Sendable {
  /// Nothing begins like this.
  case none
  /// More keys are needed.
  case prefix
  /// A command, with the letter that stood for `*`.
  case command(Command, letter: Character?)
}

/// The key table, made ready for look-up.
package struct KeyTable: Sendable {
  package static let standard = KeyTable(Binding.all)

  private struct Entry {
    let keys: [KeyPress?]
    let binding: Binding
  }

  private let entries: [Entry]

  init(_ bindings: [Binding]) {
    entries = bindings.flatMap { binding in
      binding.keys.map { sequence in
        let keys = sequence.split(separator: " ").map { name -> KeyPress? in
          if name == "*" { return nil }
          guard let key = KeyPress(String(name)) else { preconditionFailure("no key \(name)") }
          return key
        }
        return Entry(keys: keys, binding: binding)
      }
    }
  }

  /// Looks up what was pressed. Bindings of the focused pane go before those of every pane.
  package func match(_ pressed: [KeyPress], in contexts: [Context]) -> KeyMatch {
    var isPrefix = false
    for context in contexts {
      for entry in entries where entry.binding.context == context {
        guard let letter = Self.letter(entry.keys, pressed) else { continue }
        guard entry.keys.count == pressed.count else {
          isPrefix = true
          continue
        }
        return .command(entry.binding.command, letter: letter.isEmpty ? nil : letter.first)
      }
    }
    return isPrefix ? .prefix : .none
  }

  /// What may follow a prefix, as key and help line.
  package func continuations(
    of pressed: [KeyPress], in contexts: [Context]
  ) -> [(key: String, help: String)] {
    entries.compactMap { entry in
      guard contexts.contains(entry.binding.context), entry.keys.count > pressed.count,
        Self.letter(entry.keys, pressed) != nil
      else { return nil }
      return (entry.keys[pressed.count]?.description ?? "letter", entry.binding.help)
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
