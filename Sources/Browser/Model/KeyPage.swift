internal import Surface

/// The keys in an order in which one is found, each with all that it may mean.
enum KeyPage {
  static let lines: [PageLine] = rows.map { row in
    let verb = row.command.verb == nil ? "" : "  :\(row.command.name)"
    return PageLine(keys: row.keys, text: row.command.help + row.place + verb)
  }

  private struct Row {
    let keys: String
    let command: Command

    /// Where the key means this.
    var place: String {
      switch command.context {
      case .everywhere, .browse: ""
      case .page: ", on a page of text"
      case .rows: ", in a list"
      case .list: ", in snapshots, bitmaps and the chain"
      case .hosts: ", in the file's map"
      default: ", in \(command.context)"
      }
    }

    /// Single characters by the alphabet, both cases together, then the named keys.
    var order: (Int, String, String) {
      (
        keys.first?.isLetter == true && keys.count < 3 ? 0 : keys.count < 3 ? 1 : 2,
        keys.lowercased(), keys
      )
    }
  }

  private static let rows: [Row] = Command.all.flatMap { command in
    command.keys.map { Row(keys: Command.shown($0), command: command) }
  }.sorted { $0.order < $1.order }
}
