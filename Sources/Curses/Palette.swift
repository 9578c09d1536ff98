internal import CNcurses
package import Surface

/// The colour pairs of the terminal, made when a style first needs them.
struct Palette {
  /// How a style is drawn: ncurses' attributes and colour pair.
  struct Ink: Hashable {
    let attributes: UInt32
    let pair: Int32
  }

  private struct Colors: Hashable {
    let foreground: Int
    let background: Int
  }

  let depth: ColorDepth
  var theme = Theme.dark {
    didSet { if theme != oldValue { inks = [:] } }
  }
  private let hasDefaults: Bool
  private var pairs: [Colors: Int32] = [:]
  private var inks: [Style: Ink] = [:]

  /// Starts colours on the current terminal, unless they are not wanted or it has none.
  init(wantsColor: Bool) {
    guard wantsColor, has_colors(), start_color() == OK else {
      depth = .mono
      hasDefaults = true
      return
    }
    hasDefaults = use_default_colors() == OK
    // With direct colours a number above 7 is a mixture and no entry of the palette.
    depth = cn_has_direct_colors() == 1 ? .eight : ColorDepth(colors: Int(cn_colors()))
  }

  mutating func ink(_ style: Style) -> Ink {
    if let ink = inks[style] { return ink }
    let look = theme.look(style, at: depth)
    let ink = Ink(attributes: attributes(look.traits), pair: pair(look))
    inks[style] = ink
    return ink
  }

  private func attributes(_ traits: Traits) -> UInt32 {
    (traits.contains(.bold) ? cn_bold : 0) | (traits.contains(.reverse) ? cn_reverse : 0)
      | (traits.contains(.underline) ? cn_underline : 0)
  }

  // A pair that could not be made would paint black; the default pair is always readable.
  private mutating func pair(_ look: Look) -> Int32 {
    let colors = Colors(foreground: look.foreground, background: look.background)
    let unset = Theme.terminalDefault
    guard depth != .mono, colors != Colors(foreground: unset, background: unset) else { return 0 }
    if let pair = pairs[colors] { return pair }
    let next = Int32(pairs.count) + 1
    let foreground = hasDefaults || colors.foreground != unset ? colors.foreground : 7
    let background = hasDefaults || colors.background != unset ? colors.background : 0
    let isMade =
      next < cn_color_pairs()
      && init_extended_pair(next, Int32(foreground), Int32(background)) == OK
    guard isMade else { return 0 }
    pairs[colors] = next
    return next
  }
}

extension ColorDepth {
  /// The depth that a terminal with so many colours is used at.
  package init(colors: Int) {
    switch colors {
    case 256...: self = .many
    case 16...: self = .sixteen
    case 8...: self = .eight
    default: self = .mono
    }
  }
}
