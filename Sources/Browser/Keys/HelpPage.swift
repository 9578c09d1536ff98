/// The lines of the help page, made from the key table.
enum HelpPage {
  struct Line {
    var keys: String
    var text: String
    var isHeading = false
  }

  static let lines: [Line] =
    Binding.Section.allCases.flatMap { section -> [Line] in
      let rows = Binding.all.filter { $0.section == section }
      return [Line(keys: section.rawValue, text: "", isHeading: true)]
        + rows.map { Line(keys: $0.keys.map(display).joined(separator: "  "), text: $0.help) }
        + [Line(keys: "", text: "")]
    } + grammar

  private static func display(_ keys: String) -> String {
    keys.split(separator: " ").joined(separator: keys.contains("*") ? " " : "")
      .replacing("*", with: "letter")
  }

  private static let grammar: [Line] = [
    Line(keys: "Offsets", text: "", isHeading: true),
    Line(keys: "4096 0x1000 1_000", text: "bytes, decimal or hexadecimal"),
    Line(keys: "64k 1M 2G 1T 1P", text: "binary units"),
    Line(keys: "2048s 16c 0x10#c", text: "512-byte sectors, clusters; # after hexadecimal"),
    Line(keys: ". $ 50%", text: "cursor, end of the disk, share of the disk"),
    Line(keys: "+1M -2c", text: "from the cursor"),
    Line(keys: "'a p1 lba:2048", text: "mark, start of a partition, sector"),
    Line(keys: "L1[3] L1[3].L2[17]", text: "what a table entry maps"),
    Line(keys: "h:0x50000", text: "whoever maps a host offset"),
    Line(keys: "align(x,1M)", text: "x rounded down"),
    Line(keys: "+ - * / << >> & ~ ( )", text: "arithmetic; nothing wraps"),
    Line(keys: "", text: ""),
    Line(keys: "Letters", text: "", isHeading: true),
    Line(keys: "D C z Z . ! ?", text: "data, compressed, zero, zero with a cluster kept,"),
    Line(keys: "", text: "hole, damaged, not read yet; ?? is a byte that cannot be read"),
    Line(keys: "H 1 2 R T B K", text: "of the file: header, L1 and L2 tables, refcounts,"),
    Line(keys: "", text: "snapshot table, bitmaps, LUKS header"),
    Line(keys: "S V L", text: "of the file: snapshots only, VM state, leaked"),
  ]
}
