extension Model {
  /// The messages, the newest last, each with all its words.
  func messageLines(width: Int) -> [PageLine] {
    let lines = shell.log.messages.flatMap { message -> [PageLine] in
      message.text.folded(width: max(10, width)).enumerated().map { index, text in
        PageLine(keys: index == 0 ? message.level.glyph : "", text: text)
      }
    }
    return lines.isEmpty ? [PageLine(keys: "", text: "nothing was said yet")] : lines
  }

  mutating func openMessages() {
    toggle(Overlay(.messages))
    moveInOverlay(.rowEnd)
  }
}

extension String {
  /// The text in pieces of at most so many characters, cut between words where that is possible.
  func folded(width: Int) -> [String] {
    var (lines, line): ([String], String) = ([], "")
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      if line.isEmpty, lines.isEmpty {
        line = String(word)
      } else if line.count + 1 + word.count <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = String(word)
      }
      while line.count > width {
        lines.append(String(line.prefix(width)))
        line = String(line.dropFirst(width))
      }
    }
    return lines + [line]
  }
}
