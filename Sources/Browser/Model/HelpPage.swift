internal import QCOW2

/// The lines of the help page, made from the key table.
enum HelpPage {
  /// What applies in the focused pane first, then all the rest.
  static func lines(for model: Model) -> [PageLine] {
    let menu = model.paneMenu
    let here = menu.commands.filter { $0.context != .browse }
    guard !here.isEmpty else { return rest }
    return [PageLine(keys: "Here: \(menu.title)", text: "", isHeading: true)] + here.map(line)
      + [PageLine(keys: "", text: "")] + rest
  }

  private static func line(_ command: Command) -> PageLine {
    let keys = command.keys.map(Command.shown).joined(separator: "  ")
    let verb = command.verb == nil ? "" : ":\(command.name)"
    let fits = command.help.count + verb.count + 2 <= 52
    return PageLine(
      keys: keys.isEmpty ? verb : keys,
      text: keys.isEmpty || verb.isEmpty || !fits ? command.help : "\(command.help)  \(verb)")
  }

  private static let rest: [PageLine] =
    Command.Section.allCases.flatMap { section -> [PageLine] in
      let rows = Command.all.filter { $0.section == section }
      guard !rows.isEmpty else { return [] }
      return [PageLine(keys: section.rawValue, text: "", isHeading: true)]
        + rows.map(line)
        + [PageLine(keys: "", text: "")]
    } + terms + grammar

  private static let terms: [PageLine] =
    [PageLine(keys: "What to find", text: "", isHeading: true)]
    + SearchTerm.Form.allCases.map { PageLine(keys: $0.help.example, text: $0.help.meaning) }
    + [
      PageLine(keys: "ti:  ri:  wi:", text: "with i, letters of both cases"),
      PageLine(keys: "", text: ""),
    ]

  private static let grammar: [PageLine] = [
    PageLine(keys: "Offsets", text: "", isHeading: true),
    PageLine(keys: "4096 0x1000 1_000", text: "bytes, decimal or hexadecimal"),
    PageLine(keys: "64k 1M 2G 1T 1P", text: "binary units"),
    PageLine(keys: "2048s 16c 0x10#c", text: "512-byte sectors, clusters; # after hexadecimal"),
    PageLine(keys: ". $ 50%", text: "cursor, end of the disk, share of the disk"),
    PageLine(keys: "+1M -2c", text: "from the cursor"),
    PageLine(keys: "'a p1 lba:2048", text: "mark, start of a partition, sector"),
    PageLine(keys: "L1[3] L1[3].L2[17]", text: "what a table entry maps"),
    PageLine(keys: "h:0x50000", text: "whoever maps a host offset; in the file's layout and"),
    PageLine(keys: "", text: "bytes that place, and there every number is one"),
    PageLine(keys: "align(x,1M)", text: "x rounded down"),
    PageLine(keys: "+ - * / << >> & ~ ( )", text: "arithmetic; nothing wraps"),
    PageLine(keys: "", text: ""),
    PageLine(keys: "Letters", text: "", isHeading: true),
    PageLine(keys: "D C z Z . ! ?", text: "data, compressed, zero, zero with a cluster kept,"),
    PageLine(keys: "", text: "hole, damaged, not read yet; ?? is a byte that cannot be read"),
    PageLine(keys: "H 1 2 R T B K", text: "of the file: header, L1 and L2 tables, refcounts,"),
    PageLine(keys: "", text: "snapshot table, bitmaps, LUKS header"),
    PageLine(keys: "S V L", text: "of the file: snapshots only, VM state, leaked"),
  ]
}
