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
  package let shades: [Unicode.Scalar]
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
