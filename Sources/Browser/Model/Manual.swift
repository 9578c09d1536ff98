/// The table of commands and that of settings as text for a manual page.
package enum Manual {
  /// A list for each section: keys, what they do, and the verb. A line that begins with a space is one
  /// on the page too, and none is empty, which such pages cannot have.
  package static let keysAndVerbs: String =
    ([" Keys and verbs:"] + Command.Section.allCases.flatMap(list) + settings)
    .joined(separator: "\n")

  private static func list(_ section: Command.Section) -> [String] {
    let rows = Command.all.filter { $0.section == section }
    return rows.isEmpty ? [] : [" \(section.rawValue):"] + rows.map(line)
  }

  private static func line(_ command: Command) -> String {
    let keys = command.keys.map(Command.shown).joined(separator: ", ")
    let verb = command.verb == nil ? "" : ":\(command.name)"
    let names = [keys, verb].filter { !$0.isEmpty }.joined(separator: ", ")
    return "    \(names) - \(command.help)"
  }

  private static let settings: [String] =
    [
      " Settings, for :set NAME VALUE and for lines set NAME VALUE",
      " of the file qcow2-tui/config in $XDG_CONFIG_HOME or ~/.config:",
    ] + Setting.all.map { "    \($0.name) - \($0.help): \($0.values.joined(separator: ", "))" }
}
