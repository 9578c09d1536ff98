/// A key of the keyboard, as far as terminals tell keys apart.
package enum Key: Hashable, Sendable {
  case character(Unicode.Scalar)
  case up, down, left, right
  case home, end, pageUp, pageDown
  case enter, tab, backTab, backspace, delete, insert, escape
  /// F1 and up.
  case function(Int)
}

/// The keys held down with another.
package struct Modifiers: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let control = Modifiers(rawValue: 1)
  package static let alt = Modifiers(rawValue: 2)
  package static let shift = Modifiers(rawValue: 4)
}

/// A key with its modifiers, in the one form a terminal can deliver.
///
/// Ways to say the same key are made one: Shift is part of a character, Ctrl with a letter is named
/// by the capital, Shift-Tab is `backTab`, and ^I, ^M, ^J, ^H and ^[ are the keys whose byte they are.
package struct KeyPress: Hashable, Sendable {
  package let key: Key
  package let modifiers: Modifiers

  package init(_ key: Key, _ modifiers: Modifiers = []) {
    switch key {
    case .character(let scalar):
      (self.key, self.modifiers) = KeyPress.normalized(scalar, modifiers.subtracting(.shift))
    case .tab where modifiers.contains(.shift):
      self.key = .backTab
      self.modifiers = modifiers.subtracting(.shift)
    case .backTab:
      self.key = .backTab
      self.modifiers = modifiers.subtracting(.shift)
    default:
      self.key = key
      self.modifiers = modifiers
    }
  }

  private static func normalized(
    _ scalar: Unicode.Scalar, _ modifiers: Modifiers
  ) -> (Key, Modifiers) {
    guard modifiers.contains(.control) else { return (.character(scalar), modifiers) }
    let isLowercase = ("a"..."z").contains(scalar)
    let capital = isLowercase ? Unicode.Scalar(UInt8(scalar.value) - 0x20) : scalar
    let others = modifiers.subtracting(.control)
    switch capital {
    case "I": return (.tab, others)
    case "M", "J": return (.enter, others)
    case "H": return (.backspace, others)
    case "[": return (.escape, others)
    default: return (.character(capital), modifiers)
    }
  }
}
