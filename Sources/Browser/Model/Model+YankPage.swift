extension Model {
  /// The lines of the page to copy from.
  func yankLines(width: Int) -> [PageLine] {
    guard let yank = shell.yank else { return [PageLine(keys: "", text: "nothing was copied yet")] }
    let texts = [yank.text] + yank.others
    let lines = texts.flatMap { text in
      text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
        Self.pieces($0, width)
      }
    }
    let lack = yank.lack.isEmpty ? [] : [PageLine(keys: "", text: yank.lack, isFaulty: true)]
    return lack + lines.map { PageLine(keys: "", text: $0) }
  }

  /// A line cut where the screen ends, so that what is copied from it has no spaces less.
  private static func pieces(_ line: Substring, _ width: Int) -> [String] {
    guard !line.isEmpty else { return [""] }
    let characters = Array(line)
    return stride(from: 0, to: characters.count, by: max(1, width)).map {
      String(characters[$0..<min(characters.count, $0 + max(1, width))])
    }
  }
}
