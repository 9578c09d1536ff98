/// One row of the table of commands: what it is called, which keys it has, where it means something,
/// how help tells of it, and what it does.
///
/// The table drives the keys, the verbs of the command line with their completion, the hints on the
/// last line, the mouse menus, the help page and the manual. A new command is a row in the list of its
/// section, with its function.
package struct Command: Sendable {
  /// The section of the help page.
  package enum Section: String, CaseIterable, Sendable {
    case move = "Move"
    case jump = "Jump"
    case map = "Map"
    case hex = "Hex"
    case find = "Find and compare"
    case copy = "Copy"
    case layers = "Layers and snapshots"
    case lists = "Lists"
    case check = "Check"
    case screen = "Screen"
    case program = "Program"
  }

  /// What the function does to the model; what it asks of the world is its result.
  package typealias Function = @Sendable (inout Model, Operand) throws(Fault) -> [Effect]

  /// Names the row, and is the verb of the command line where `verb` is not nil.
  package let name: String
  package let section: Section
  /// Key sequences, each as key names with spaces between; `*` stands for any letter.
  package let keys: [String]
  package let context: Context
  /// One line for the help page.
  package let help: String
  /// A few letters for the hint line, for the keys that people look for first.
  package let hint: String?
  /// Which hints are kept on a narrow screen: the low numbers.
  package let rank: Int
  /// What the verb takes; nil where the command is no verb.
  package let verb: ArgumentKind?
  /// Whether it does something where the user is, for hints and menus.
  package let isOfUse: @Sendable (Model) -> Bool
  let run: Function

  /// A row whose function needs the argument, may refuse it, or asks something of the world.
  init(
    _ name: String, _ section: Section, _ keys: [String] = [], in context: Context = .browse,
    _ help: String, hint: String? = nil, rank: Int? = nil, verb: ArgumentKind? = nil,
    when isOfUse: @escaping @Sendable (Model) -> Bool = { _ in true },
    asking run: @escaping Function
  ) {
    self.name = name
    self.section = section
    self.keys = keys
    self.context = context
    self.help = help
    self.hint = hint
    // What the focused pane alone can do goes before what works everywhere.
    self.rank = rank ?? (context == .browse ? 4 : 3)
    self.verb = verb
    self.isOfUse = isOfUse
    self.run = run
  }

  /// A row whose function only changes the model.
  init(
    _ name: String, _ section: Section, _ keys: [String] = [], in context: Context = .browse,
    _ help: String, hint: String? = nil, rank: Int? = nil, verb: ArgumentKind? = nil,
    when isOfUse: @escaping @Sendable (Model) -> Bool = { _ in true },
    run: @escaping @Sendable (inout Model) -> Void
  ) {
    self.init(
      name, section, keys, in: context, help, hint: hint, rank: rank, verb: verb, when: isOfUse
    ) { (model, _) throws(Fault) -> [Effect] in
      run(&model)
      return []
    }
  }

  /// Whether a prompt has to ask for the argument first.
  package func asks(_ argument: Operand) -> Bool {
    verb?.isRequired == true && argument.text.isEmpty && argument.letter == nil
  }
}

/// Rows are told apart by their names.
extension Command: Hashable {
  package static func == (one: Command, other: Command) -> Bool { one.name == other.name }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// What a command works on: the text after a verb, or the letter that stood for `*` in its keys.
package struct Operand: Equatable, Sendable {
  /// Empty where a key was pressed.
  package var text: String
  package var letter: Character?

  package init(_ text: String = "", letter: Character? = nil) {
    self.text = text
    self.letter = letter
  }
}

/// Why a command refuses its argument.
package struct Fault: Error, Equatable, CustomStringConvertible {
  package let message: String
  /// The character of the argument that is wrong, from 0, where one is to blame.
  package let place: Int?

  package init(_ message: String, at place: Int? = nil) {
    self.message = message
    self.place = place
  }

  package var description: String { place.map { "column \($0 + 1): \(message)" } ?? message }
}
