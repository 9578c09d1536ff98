/// What a line that is typed after `:` means.
enum CommandLine: Equatable {
  case empty
  /// A verb and what follows it, which begins with a character of the line.
  case verb(Command, rest: String, start: Int)
  /// Several verbs begin like this.
  case several([Command])
  case unknown

  /// The verbs, by name.
  static let verbs = Command.all.filter { $0.verb != nil }.sorted { $0.name < $1.name }

  /// Unique beginnings of verbs are enough, and a line that begins like an address is one.
  init(_ line: String) {
    let leading = line.prefix { $0 == " " }.count
    let typed = line.trimmingSpaces
    let word = typed.prefix { $0 != " " }
    guard !word.isEmpty else {
      self = .empty
      return
    }
    let rest = typed.dropFirst(word.count)
    // Where only spaces follow, the argument begins behind them.
    let spaces = line.dropFirst(leading + word.count).prefix { $0 == " " }.count
    let matches = Self.verbs.filter { $0.name.hasPrefix(word) }
    if let verb = matches.first(where: { $0.name == word })
      ?? (matches.count == 1 ? matches[0] : nil)
    {
      self = .verb(
        verb, rest: String(rest.dropFirst(spaces)), start: leading + word.count + spaces)
    } else if !matches.isEmpty {
      self = .several(matches)
    } else if Self.looksLikeAddress(typed), let goto = Command.named("goto") {
      self = .verb(goto, rest: typed, start: leading)
    } else {
      self = .unknown
    }
  }

  private static func looksLikeAddress(_ line: String) -> Bool {
    "0123456789+-$'.(~@".contains(line.first ?? " ")
      || ["L1", "lba:", "h:", "p", "align("].contains { line.hasPrefix($0) }
  }
}

extension Command {
  /// The row of that name.
  package static func named(_ name: String) -> Command? { all.first { $0.name == name } }
}

extension String {
  var trimmingSpaces: String {
    let start = drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
