/// What a cell means; the theme alone knows what that looks like.
///
/// The raw value is the letter that stands for the role in `Surface.styleLines`.
package enum Role: Character, CaseIterable, Sendable {
  case plain = " "
  case muted = "m"
  case title = "T"
  case tab = "t"
  case activeTab = "A"
  case frame = "f"
  case focusedFrame = "F"
  case label = "l"
  case value = "v"
  case key = "k"
  case hint = "n"
  case info = "i"
  case warning = "w"
  case error = "e"
  case prompt = "p"
  case data = "D"
  case compressed = "C"
  case zero = "Z"
  case backing = "b"
  case hole = "h"
  case shared = "S"
  case metadata = "M"
  case damaged = "!"
  case unread = "u"
  case offset = "o"
  case text = "x"
  case cursor = "*"
  case selection = "s"
  case hit = "H"
}

/// What every terminal can do to a cell, with or without colours.
///
/// Dim is left out: it is unreadable on many terminals.
package struct Traits: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let bold = Traits(rawValue: 1)
  package static let reverse = Traits(rawValue: 2)
  package static let underline = Traits(rawValue: 4)
  /// The second of two shades: another tone where there are colours, a line below where there are none.
  /// No look has it.
  package static let shaded = Traits(rawValue: 8)
}

/// A role, with traits on top of those that the theme gives to the role.
package struct Style: Hashable, Sendable {
  package var role: Role
  package var traits: Traits
  /// The role whose colour is behind the character, where one half of the cell is of another thing.
  package var below: Role?

  package init(_ role: Role, _ traits: Traits = [], below: Role? = nil) {
    self.role = role
    self.traits = traits
    self.below = below
  }

  /// The same role with more traits.
  package func with(_ more: Traits) -> Style {
    Style(role, traits.union(more), below: below)
  }
}
