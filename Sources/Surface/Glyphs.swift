/// The characters that frames, maps and marks are made of; each is one column wide.
package struct Glyphs: Hashable, Sendable {
  package let horizontal: Unicode.Scalar
  package let vertical: Unicode.Scalar
  package let topLeft: Unicode.Scalar
  package let topRight: Unicode.Scalar
  package let bottomLeft: Unicode.Scalar
  package let bottomRight: Unicode.Scalar
  /// A horizontal line with one going down from it.
  package let teeDown: Unicode.Scalar
  /// A horizontal line with one going up from it.
  package let teeUp: Unicode.Scalar
  /// A vertical line with one going right from it.
  package let teeRight: Unicode.Scalar
  /// A vertical line with one going left from it.
  package let teeLeft: Unicode.Scalar
  package let cross: Unicode.Scalar
  /// How full a map cell is, five steps from a lone cluster to all of it.
  package private(set) var shades: [Unicode.Scalar]
  /// The bars of a histogram, from the lowest to the highest.
  package let bars: [Unicode.Scalar]
  /// A map cell whose tables have not been read yet.
  package let unread: Unicode.Scalar
  /// Rows are hidden above.
  package let moreAbove: Unicode.Scalar
  /// Rows are hidden below.
  package let moreBelow: Unicode.Scalar
  /// Stands before the row that is meant.
  package let marker: Unicode.Scalar
  /// Stands after the thing that is meant.
  package let pointer: Unicode.Scalar
  /// Text was cut off here.
  package let ellipsis: Unicode.Scalar
  /// Separates short facts on a line.
  package let middleDot: Unicode.Scalar

  /// The same with a ramp of ASCII characters for how full a cell is.
  package var ramped: Glyphs {
    var glyphs = self
    glyphs.shades = [".", ":", "-", "=", "+", "*", "%", "#", "@"]
    return glyphs
  }

  /// The upper half of a cell.
  package var upperHalf: Unicode.Scalar { isASCII ? "'" : "\u{2580}" }
  /// The lower half of a cell.
  package var lowerHalf: Unicode.Scalar { isASCII ? "," : "\u{2584}" }

  /// Two columns of four dots, row by row; in ASCII a character for how many there are.
  package func dots(_ isSet: [Bool]) -> Unicode.Scalar {
    guard !isASCII else {
      let count = isSet.count { $0 }
      return Array(" .:-=+*#@".unicodeScalars)[min(8, count)]
    }
    let bits: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
    let pattern = zip(isSet, bits).reduce(UInt32(0)) { $1.0 ? $0 | $1.1 : $0 }
    return Unicode.Scalar(0x2800 + pattern) ?? " "
  }

  /// Whether nothing but ASCII is to be drawn.
  package var isASCII: Bool { horizontal.isASCII }

  package static let unicode = Glyphs(
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└",
    bottomRight: "┘", teeDown: "┬", teeUp: "┴", teeRight: "├", teeLeft: "┤", cross: "┼",
    shades: ["·", "░", "▒", "▓", "█"], bars: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"], unread: "╌",
    moreAbove: "▴", moreBelow: "▾",
    marker: ">", pointer: "◀", ellipsis: "…", middleDot: "·")

  package static let ascii = Glyphs(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+",
    bottomRight: "+", teeDown: "+", teeUp: "+", teeRight: "+", teeLeft: "+", cross: "+",
    shades: [".", ":", "=", "%", "#"], bars: [".", ":", "-", "=", "+", "*", "#", "@"], unread: "~",
    moreAbove: "^", moreBelow: "v",
    marker: ">", pointer: "<", ellipsis: "~", middleDot: "-")
}
