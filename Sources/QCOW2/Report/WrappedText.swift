/// The columns that text for people fits, where its words allow that.
package let screenColumns = 80

/// Lines broken at spaces so that none is longer than `columns`; what follows a break is indented
/// by two more than its line. A word that is longer stays whole, and so do spaces beside each other:
/// they may be part of a name.
package func wrapped(_ text: String, columns: Int = screenColumns) -> String {
  text.split(separator: "\n" as Character, omittingEmptySubsequences: false).map {
    (line: Substring) -> String in
    guard line.count > columns else { return String(line) }
    let indent = String(line.prefix { $0 == " " } as Substring)
    let parts = pieces(
      of: line.dropFirst(indent.count), first: columns - indent.count,
      rest: columns - indent.count - 2)
    return indent + parts.joined(separator: "\n\(indent)  ")
  }.joined(separator: "\n")
}

/// A text in pieces that fit, broken at single spaces.
///
/// - Parameters:
///   - text: The text.
///   - first: The columns of the first piece; it is empty where not even a word fits.
///   - rest: The columns of the others.
/// - Returns: The pieces, at least one.
package func pieces(of text: some StringProtocol, first: Int, rest: Int) -> [String] {
  var lines = [""]
  for word in words(of: text) {
    let last = lines[lines.count - 1]
    let room = lines.count == 1 ? first : rest
    let isEmpty = last.isEmpty && (lines.count > 1 || word.count <= first)
    if isEmpty {
      lines[lines.count - 1] = word
    } else if !last.isEmpty, last.count + 1 + word.count <= room {
      lines[lines.count - 1] += " " + word
    } else {
      lines.append(word)
    }
  }
  return lines
}

/// What stands between single spaces; more of them together belong to a word.
private func words(of text: some StringProtocol) -> [String] {
  var words: [String] = []
  for part in text.split(separator: " " as Character, omittingEmptySubsequences: false) {
    let isJoined = part.isEmpty || words.last.map { $0.isEmpty || $0.last == " " } == true
    if isJoined, !words.isEmpty {
      words[words.count - 1] += " " + part
    } else {
      words.append(String(part))
    }
  }
  return words
}
