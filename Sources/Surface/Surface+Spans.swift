/// A piece of a line in one style.
package struct Span: Hashable, Sendable {
  package var text: String
  package var style: Style

  package init(_ text: String, _ style: Style) {
    self.text = text
    self.style = style
  }
}

extension Surface {
  /// Puts pieces one behind the other; where they are too long for `width` columns, the last column
  /// says so with an ellipsis.
  ///
  /// Returns the columns from `x` to the end of what was put.
  @discardableResult
  package mutating func put(_ spans: [Span], x: Int, y: Int, width: Int) -> Int {
    let room = min(width, size.width - x)
    guard room > 0 else { return 0 }
    var (used, cut): (Int, Style?) = (0, nil)
    for span in spans where cut == nil {
      if columns(of: span.text) > room - used { cut = span.style }
      used += put(span.text, x: x + used, y: y, style: span.style, width: room - used)
    }
    guard let cut else { return used }
    set(x: x + room - 1, y: y, Cell(glyphs.ellipsis, cut))
    return room
  }

  /// Puts a text that may be longer than `width` columns and then ends in an ellipsis.
  ///
  /// Returns the columns from `x` to the end of what was put.
  @discardableResult
  package mutating func put(cutting text: String, x: Int, y: Int, style: Style, width: Int) -> Int {
    put([Span(text, style)], x: x, y: y, width: width)
  }

  /// Cuts a text into pieces of at most `width` columns, between words where that is possible.
  package func wrapped(_ text: String, width: Int) -> [String] {
    var (lines, line): ([String], String) = ([], "")
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let joined = line.isEmpty ? String(word) : line + " " + word
      if columns(of: joined) <= width {
        line = joined
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for scalar in word.unicodeScalars {
        if !line.isEmpty, columns(of: line) + columns(of: scalar) > width {
          lines.append(line)
          line = ""
        }
        line.unicodeScalars.append(scalar)
      }
    }
    return lines + [line]
  }
}
