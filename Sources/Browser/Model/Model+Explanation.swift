internal import QCOW2

extension Model {
  /// Whether the bytes under the cursor are on the screen.
  var canExplain: Bool {
    focus == .tables ? entryCount > 0 : [.map, .hex, .runs].contains(focus) && hexSize > 0
  }

  /// Opens the page about the byte under the cursor: of the file where that is shown, else of the disk.
  mutating func explain() -> [Effect] {
    if focus == .tables {
      guard let row = chosenRow(of: .tables) else {
        tell(entryPage?.problem ?? "there is no entry to explain")
        return []
      }
      (explanations, overlay) = (nil, Overlay(.explanation))
      return [.explainEntry(entries.table, row)]
    }
    let isOfFile = focus == .map ? hosts.isShown : hexSpace == .host
    guard isOfFile || image.geometry.virtualSize > 0 else {
      tell("the virtual disk has no bytes, s shows those of the file")
      return []
    }
    explanations = nil
    overlay = Overlay(.explanation)
    return [.explain(isOfFile ? .host : .guest, isOfFile ? hosts.cursor.rawValue : cursor.rawValue)]
  }

  /// The page, each text with all its words.
  func explanationLines(width: Int) -> [PageLine] {
    guard let explanations else { return [PageLine(keys: "", text: "reading the tables")] }
    let parts = explanations.map { explanation in
      [PageLine(keys: explanation.title, text: "", isHeading: true)]
        + explanation.lines.flatMap { lines(of: $0, width) }
    }
    return Array(parts.joined(separator: [PageLine(keys: "", text: "")]))
  }

  private func lines(of line: Explanation.Line, _ width: Int) -> [PageLine] {
    line.text.folded(width: max(10, width)).enumerated().map { index, text in
      PageLine(keys: index == 0 ? line.label : "", text: text, isFaulty: line.isFaulty)
    }
  }
}
