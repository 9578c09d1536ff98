internal import QCOW2

/// The keys on the last line, and which one is at a column.
struct Hints {
  /// A key, a few words, and the columns they take.
  struct Item {
    let keys: String
    let text: String
    let command: Command
    let columns: Range<Int>
  }

  let items: [Item]

  /// - Parameters:
  ///   - model: Decides which keys do something now.
  ///   - width: The columns of the line.
  init(_ model: Model, width: Int) {
    var x = 0
    var items: [Item] = []
    let contexts = model.contexts
    let commands = Command.all.filter {
      $0.hint != nil && contexts.contains($0.context) && $0.isOfUse(model)
    }
    // Help and quit are the last to go on a narrow screen, then what the focused pane alone can do.
    for command in commands.sorted(by: { $0.rank < $1.rank }) {
      // What q does next is nothing to be surprised by.
      let closes = command.name == "close" && model.canClose
      guard let hint = closes ? "close" : command.hint, let key = command.keys.first
      else { continue }
      let keys = Command.shown(key)
      let end = x + keys.count + 1 + hint.count
      guard end <= width else { break }
      items.append(Item(keys: keys, text: hint, command: command, columns: x..<end))
      x = end + 2
    }
    self.items = items
  }

  /// The command whose hint is at a column.
  func command(at column: Int) -> Command? {
    items.first { $0.columns.contains(column) }?.command
  }
}
