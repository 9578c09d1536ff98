/// How many colours a terminal has.
package enum ColorDepth: CaseIterable, Sendable {
  case mono
  case eight
  case sixteen
  /// 256 or more.
  case many
}

/// What a role looks like at one depth.
package struct Look: Hashable, Sendable {
  /// A palette index, or `Theme.terminalDefault`.
  package var foreground: Int
  /// A palette index, or `Theme.terminalDefault`.
  package var background: Int
  package var traits: Traits
}

/// A table from roles to colours and traits.
///
/// Backgrounds stay the terminal's own but in `contrast`; reverse video makes a background where one is
/// needed. Colour 8 is never used: as "bright black" it is invisible on many dark terminals. Blue
/// against amber keeps red-green-blind readers served.
package enum Theme: String, CaseIterable, Sendable {
  /// For light text on a dark ground.
  case dark
  /// For dark text on a light ground.
  case light
  /// White and full colours on black.
  case contrast
  /// No colours: bold, reverse and underline alone.
  case mono

  /// Stands for the terminal's own foreground or background.
  package static let terminalDefault = -1

  /// What it is for, in a few words.
  package var purpose: String {
    switch self {
    case .dark: "for a dark background"
    case .light: "for a light background"
    case .contrast: "white and full colours on black"
    case .mono: "no colours"
    }
  }

  /// What a style looks like on a terminal of that depth.
  package func look(_ style: Style, at depth: ColorDepth) -> Look {
    let depth = self == .mono ? .mono : depth
    let entry = entry(style.role)
    let color = entry.color(at: depth)
    // Without colours a line below tells that the other half is not empty.
    if let below = style.below {
      return Look(
        foreground: color, background: self.entry(below).color(at: depth),
        traits: depth == .mono ? style.traits.union(.underline) : style.traits)
    }
    let traits = depth == .mono ? entry.mono : entry.traits
    // Reverse on top of reverse is plain again, so that a cursor shows on a reversed cell.
    let reverse = traits.symmetricDifference(style.traits).intersection(.reverse)
    let others = traits.union(style.traits).subtracting([.reverse, .shaded])
    let look = Look(
      foreground: color, background: Theme.terminalDefault, traits: others.union(reverse))
    return painted(style.traits.contains(.shaded) ? shaded(look, style.role, depth) : look, depth)
  }

  /// The look on the black ground of `contrast`.
  private func painted(_ look: Look, _ depth: ColorDepth) -> Look {
    guard self == .contrast, depth != .mono else { return look }
    var look = look
    look.background = depth == .many ? 16 : 0
    if look.foreground == Theme.terminalDefault {
      look.foreground = depth == .many ? 231 : depth == .sixteen ? 15 : 7
    }
    return look
  }

  private func entry(_ role: Role) -> ThemeEntry {
    switch self {
    case .dark, .mono: Self.onDark(role)
    case .light: Self.onLight(role)
    case .contrast: Self.onBlack(role)
    }
  }

  // Columns: 256 colours, 16, 8, traits with colours, traits without.
  static func onDark(_ role: Role) -> ThemeEntry {
    switch role {
    case .plain, .value, .text: ThemeEntry()
    case .muted, .label, .hint, .offset: ThemeEntry(245)
    case .title: ThemeEntry(-1, -1, -1, .bold, mono: .bold)
    case .tab: ThemeEntry(245)
    case .activeTab: ThemeEntry(-1, -1, -1, [.bold, .reverse], mono: .reverse)
    case .frame: ThemeEntry(243)
    case .focusedFrame: ThemeEntry(75, 6, 6, .bold, mono: .bold)
    case .key: ThemeEntry(75, 6, 6, .bold, mono: .bold)
    case .info: ThemeEntry(73, 6, 6)
    case .warning: ThemeEntry(214, 3, 3, .bold, mono: .bold)
    case .error: ThemeEntry(203, 9, 1, .bold, mono: [.bold, .reverse])
    case .prompt: ThemeEntry(-1, -1, -1, .bold, mono: .bold)
    case .data: ThemeEntry(39, 12, 4)
    case .compressed: ThemeEntry(178, 3, 3, mono: .bold)
    case .zero: ThemeEntry(245, 7, 7, mono: .underline)
    case .backing: ThemeEntry(65, 2, 2)
    case .hole, .unread: ThemeEntry(243)
    case .shared: ThemeEntry(140, 5, 5)
    case .metadata: ThemeEntry(73, 6, 6)
    case .damaged: ThemeEntry(160, 1, 1, .reverse, mono: [.reverse, .underline])
    case .cursor: ThemeEntry(-1, -1, -1, .reverse, mono: .reverse)
    case .selection: ThemeEntry(75, 6, 6, .reverse, mono: .underline)
    case .hit: ThemeEntry(178, 3, 3, [.bold, .underline], mono: .bold)
    }
  }
}

/// Colours for 256, 16 and 8 of them, and traits with colours and without.
struct ThemeEntry {
  let many: Int
  let sixteen: Int
  let eight: Int
  let traits: Traits
  let mono: Traits

  /// The colour of the characters.
  func color(at depth: ColorDepth) -> Int {
    switch depth {
    case .mono: Theme.terminalDefault
    case .eight: eight
    case .sixteen: sixteen
    case .many: many
    }
  }

  init(
    _ many: Int = Theme.terminalDefault, _ sixteen: Int = Theme.terminalDefault,
    _ eight: Int = Theme.terminalDefault, _ traits: Traits = [], mono: Traits = []
  ) {
    self.many = many
    self.sixteen = sixteen
    self.eight = eight
    self.traits = traits
    self.mono = mono
  }
}
