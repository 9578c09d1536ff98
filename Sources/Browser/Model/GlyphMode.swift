/// How the cells of the map are drawn.
package enum GlyphMode: String, CaseIterable, Hashable, Sendable {
  /// A shade for how full a cell is, a colour for what is in it.
  case shade
  /// Two rows of cells on a line: what is in the upper and in the lower half.
  case half
  /// Two columns and four rows of cells on a character: whether anything is in each.
  case braille
  /// A ramp of nine characters that every terminal has.
  case ramp

  /// The cells on one character, side by side.
  var columns: Int { self == .braille ? 2 : 1 }

  /// The cells on one character, one below the other.
  var rows: Int {
    switch self {
    case .shade, .ramp: 1
    case .half: 2
    case .braille: 4
    }
  }
}
