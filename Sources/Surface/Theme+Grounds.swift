extension Theme {
  /// The second shade of a look.
  func shaded(_ look: Look, _ role: Role, _ depth: ColorDepth) -> Look {
    var look = look
    guard depth != .mono else {
      look.traits.insert(.underline)
      return look
    }
    guard depth == .many, let tone = self == .light ? Self.darker(role) : Self.lighter(role) else {
      look.traits.insert(look.traits.contains(.bold) ? .underline : .bold)
      return look
    }
    look.foreground = tone
    return look
  }

  private static func lighter(_ role: Role) -> Int? {
    switch role {
    case .data: 117
    case .compressed: 222
    case .backing: 114
    case .shared: 183
    case .metadata: 116
    default: nil
    }
  }

  private static func darker(_ role: Role) -> Int? {
    switch role {
    case .data: 17
    case .compressed: 94
    case .backing: 22
    case .shared: 54
    case .metadata: 23
    default: nil
    }
  }

  /// Darker colours, since yellow, grey and light blue fade on white.
  static func onLight(_ role: Role) -> ThemeEntry {
    let dark = onDark(role)
    let (many, sixteen, eight): (Int, Int, Int) =
      switch role {
      case .muted, .label, .hint, .offset, .tab: (240, Theme.terminalDefault, Theme.terminalDefault)
      case .frame, .hole, .unread: (246, Theme.terminalDefault, Theme.terminalDefault)
      case .focusedFrame, .key, .selection: (25, 4, 4)
      case .info: (30, 6, 6)
      case .warning: (130, 5, 5)
      case .error: (160, 1, 1)
      case .data: (26, 12, 4)
      case .compressed, .hit: (136, 3, 3)
      case .zero: (242, Theme.terminalDefault, Theme.terminalDefault)
      case .backing: (28, 2, 2)
      case .shared: (90, 5, 5)
      case .metadata: (30, 6, 6)
      default: (dark.many, dark.sixteen, dark.eight)
      }
    // Where a hue is gone or pale the traits of terminals without colours help.
    let traits: Traits = [.zero, .compressed].contains(role) ? dark.mono : dark.traits
    return ThemeEntry(many, sixteen, eight, traits, mono: dark.mono)
  }

  /// Nothing grey, and what stands out without colours stands out here too.
  static func onBlack(_ role: Role) -> ThemeEntry {
    let dark = onDark(role)
    let (many, sixteen, eight): (Int, Int, Int) =
      switch role {
      case .focusedFrame, .key, .selection, .info: (51, 14, 6)
      case .warning, .compressed, .hit: (226, 11, 3)
      case .error, .damaged: (203, 9, 1)
      case .data: (45, 12, 4)
      case .backing: (46, 10, 2)
      case .shared: (213, 13, 5)
      case .metadata: (51, 14, 6)
      default: (Theme.terminalDefault, Theme.terminalDefault, Theme.terminalDefault)
      }
    return ThemeEntry(many, sixteen, eight, dark.traits.union(dark.mono), mono: dark.mono)
  }
}
