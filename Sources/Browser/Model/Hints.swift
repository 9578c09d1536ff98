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
    let bindings = Binding.all.filter { $0.hint != nil && model.isOfUse($0) }
    for binding in bindings.sorted(by: { model.rank($0) < model.rank($1) }) {
      guard let hint = binding.hint, let key = binding.keys.first else { continue }
      let keys = key.split(separator: " ").joined()
      let end = x + keys.count + 1 + hint.count
      guard end <= width else { break }
      items.append(Item(keys: keys, text: hint, command: binding.command, columns: x..<end))
      x = end + 2
    }
    self.items = items
  }

  /// The command whose hint is at a column.
  func command(at column: Int) -> Command? {
    items.first { $0.columns.contains(column) }?.command
  }
}

extension Model {
  /// Help and quit are the last to go on a narrow screen, then what the focused pane alone can do.
  fileprivate func rank(_ binding: Binding) -> Int {
    switch binding.command {
    case .help: 0
    case .close: 1
    case .wholeDisk, .resumeScan: 2
    case .cycleColoring: focus == .map ? 3 : 5
    default: binding.context == .browse ? 4 : 3
    }
  }

  /// Whether a key does something where the user is.
  fileprivate func isOfUse(_ binding: Binding) -> Bool {
    guard contexts.contains(binding.context) else { return false }
    return switch binding.command {
    case .mapIn, .mapFit, .toggleRuns: mapLayout != nil
    case .toggleSpace: mapLayout != nil || focus == .hex
    case .cycleColoring: mapLayout != nil && !hosts.isShown
    case .wholeDisk: choice != nil
    case .resumeScan: progress.wasStopped || screen.needsCheck && audit.canStartAgain
    case .allowFile: chain[min(chosen[.chain] ?? 0, chain.count - 1)].canBeAllowed
    case .enter where focus == .check: !audit.groups.isEmpty
    default: true
    }
  }
}
