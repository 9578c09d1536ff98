/// One character place on the screen.
package struct Cell: Hashable, Sendable {
  /// The character; 0 in the right half of a wide one.
  package var scalar: Unicode.Scalar
  package var style: Style

  package init(_ scalar: Unicode.Scalar, _ style: Style = Style(.plain)) {
    self.scalar = scalar
    self.style = style
  }

  /// A space in the plain style.
  package static let blank = Cell(" ")

  /// Whether the cell belongs to the wide character on its left.
  package var isTrailingHalf: Bool { scalar == Cell.trailingHalf }

  static let trailingHalf: Unicode.Scalar = "\0"
}

/// How many columns a character takes: 0, 1 or 2, or less than 0 when it cannot be shown.
package typealias Measure = @Sendable (Unicode.Scalar) -> Int
