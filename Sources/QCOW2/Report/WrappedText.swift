/// Lines broken at spaces so that none is longer than `columns`; what follows a break is indented
/// by two more than its line. A word that is longer stays whole.
package func wrapped(_ text: String, columns: Int = 80) -> String {
  text.split(separator: "\n" as Character, omittingEmptySubsequences: false).map {
    (line: Substring) -> String in
    guard line.count > columns else { return String(line) }
    let indent = String(line.prefix { $0 == " " } as Substring)
    var lines = [indent]
    for word in line.split(separator: " " as Character) {
      let last = lines[lines.count - 1]
      let isFirst = last.allSatisfy { $0 == " " }
      if isFirst {
        lines[lines.count - 1] += word
      } else if last.count + 1 + word.count <= columns {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(indent + "  " + word)
      }
    }
    return lines.joined(separator: "\n")
  }.joined(separator: "\n")
}
