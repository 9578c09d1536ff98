import Surface
import Testing

@Suite struct ThemeTests {
  private func palette(_ depth: ColorDepth) -> Range<Int> {
    switch depth {
    case .mono: -1..<0
    case .eight: -1..<8
    case .sixteen: -1..<16
    case .many: -1..<256
    }
  }

  @Test(arguments: ColorDepth.allCases, Theme.allCases)
  func everyRoleStaysInsideThePalette(depth: ColorDepth, theme: Theme) {
    for role in Role.allCases {
      let look = theme.look(Style(role), at: depth)
      #expect(palette(theme == .mono ? .mono : depth).contains(look.foreground), "\(role)")
      let isPainted = theme == .contrast && depth != .mono
      #expect((look.background != Theme.terminalDefault) == isPainted, "\(role)")
      #expect(palette(depth).contains(look.background), "\(role)")
      #expect(look.foreground != look.background || !isPainted, "\(role)")
      #expect(look.foreground != 8, "\(role): bright black cannot be read on dark terminals")
    }
  }

  @Test(
    arguments: [
      [.cursor, .selection, .plain, .damaged], [.focusedFrame, .frame], [.activeTab, .tab],
      [.error, .warning, .damaged, .plain], [.title, .plain], [.key, .hint],
    ] as [[Role]])
  func whatMustBeToldApartDiffersWithoutColour(roles: [Role]) {
    for theme in Theme.allCases {
      let looks = Set(roles.map { theme.look(Style($0), at: .mono) })
      #expect(looks.count == roles.count, "\(theme)")
      #expect(Set(roles.map { Theme.mono.look(Style($0), at: .many) }) == looks)
    }
  }

  @Test(arguments: [ColorDepth.eight, .sixteen, .many])
  func clusterStatesHaveTheirOwnHues(depth: ColorDepth) {
    let states: [Role] = [
      .data, .compressed, .zero, .backing, .shared, .metadata, .damaged,
    ]
    for theme in [Theme.dark, .light, .contrast] {
      let looks = Set(states.map { theme.look(Style($0), at: depth) })
      #expect(looks.count == states.count, "\(theme)")
    }
  }

  @Test(arguments: ColorDepth.allCases)
  func aCursorShowsOnEveryRole(depth: ColorDepth) {
    for role in Role.allCases {
      for theme in Theme.allCases {
        let under = theme.look(Style(role), at: depth)
        #expect(theme.look(Style(role).with(.reverse), at: depth) != under, "\(theme) \(role)")
      }
    }
  }

  @Test func everyGlyphHasAnAsciiForm() {
    #expect(Glyphs.ascii.shades.count == Glyphs.unicode.shades.count)
    #expect(Glyphs.ascii.shades.allSatisfy { $0.isASCII })
    let glyphs = Glyphs.ascii
    let others = [
      glyphs.horizontal, glyphs.vertical, glyphs.topLeft, glyphs.topRight, glyphs.bottomLeft,
      glyphs.bottomRight, glyphs.teeDown, glyphs.teeUp, glyphs.teeRight, glyphs.teeLeft,
      glyphs.cross, glyphs.unread, glyphs.moreAbove, glyphs.moreBelow, glyphs.marker,
      glyphs.pointer, glyphs.ellipsis, glyphs.middleDot,
    ]
    #expect(others.allSatisfy { $0.isASCII })
  }
}
