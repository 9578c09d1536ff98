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

/// The one table from roles to colours and traits.
///
/// Backgrounds stay the terminal's own, so that light and dark terminals both work; reverse video
/// makes a background where one is needed. Colour 8 is never used: as "bright black" it is invisible
/// on many dark terminals. Blue against amber keeps red-green-blind readers served.
package enum Theme {
  /// Stands for the terminal's own foreground or background.
  package static let terminalDefault = -1

  /// What a style looks like on a terminal of that depth.
  package static func look(_ style: Style, at depth: ColorDepth) -> Look {
    let entry = entry(style.role)
    let color =
      switch depth {
      case .mono: terminalDefault
      case .eight: entry.eight
      case .sixteen: entry.sixteen
      case .many: entry.many
      }
    let traits = depth == .mono ? entry.mono : entry.traits
    // Reverse on top of reverse is plain again, so that a cursor shows on a reversed cell.
    let reverse = traits.symmetricDifference(style.traits).intersection(.reverse)
    let others = traits.union(style.traits).subtracting(.reverse)
    return Look(foreground: color, background: terminalDefault, traits: others.union(reverse))
  }

  private struct Entry {
    let many: Int
    let sixteen: Int
    let eight: Int
    let traits: Traits
    let mono: Traits

    init(
      _ many: Int = terminalDefault, _ sixteen: Int = terminalDefault,
      _ eight: Int = terminalDefault, _ traits: Traits = [], mono: Traits = []
    ) {
      self.many = many
      self.sixteen = sixteen
      self.eight = eight
      self.traits = traits
      self.mono = mono
    }
  }

  // Columns: 256 colours, 16, 8, traits with colours, traits without.
  private static func entry(_ role: Role) -> Entry {
    switch role {
    case .plain, .value, .text: Entry()
    case .muted, .label, .hint, .offset: Entry(245)
    case .title: Entry(-1, -1, -1, .bold, mono: .bold)
    case .tab: Entry(245)
    case .activeTab: Entry(-1, -1, -1, [.bold, .reverse], mono: .reverse)
    case .frame: Entry(243)
    case .focusedFrame: Entry(75, 6, 6, .bold, mono: .bold)
    case .key: Entry(75, 6, 6, .bold, mono: .bold)
    case .info: Entry(73, 6, 6)
    case .warning: Entry(214, 3, 3, .bold, mono: .bold)
    case .error: Entry(203, 9, 1, .bold, mono: [.bold, .reverse])
    case .prompt: Entry(-1, -1, -1, .bold, mono: .bold)
    case .data: Entry(39, 12, 4)
    case .compressed: Entry(178, 3, 3, mono: .bold)
    case .zero: Entry(245, 7, 7, mono: .underline)
    case .backing: Entry(65, 2, 2)
    case .hole, .unread: Entry(243)
    case .shared: Entry(140, 5, 5)
    case .metadata: Entry(73, 6, 6)
    case .damaged: Entry(160, 1, 1, .reverse, mono: [.reverse, .underline])
    case .cursor: Entry(-1, -1, -1, .reverse, mono: .reverse)
    case .selection: Entry(75, 6, 6, .reverse, mono: .underline)
    }
  }
}
