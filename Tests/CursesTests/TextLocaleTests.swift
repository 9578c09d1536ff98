import Curses
import Surface
import Testing

@Suite struct TextLocaleTests {
  @Test(
    arguments: [
      ("UTF-8", "C.UTF-8", nil, false), ("UTF-8", "de_DE.UTF-8", nil, false),
      ("UTF-8", "ja_JP.UTF-8", nil, true), ("UTF-8", "ja_JP.UTF-8", false, false),
      ("UTF-8", "C.UTF-8", true, true), ("ANSI_X3.4-1968", "C", nil, true),
      ("ANSI_X3.4-1968", "C", false, true),
    ] as [(String, String, Bool?, Bool)])
  func glyphsFollowTheLocale(codeset: String, ctype: String, ascii: Bool?, isASCII: Bool) {
    let locale = TextLocale(codeset: codeset, ctype: ctype, ascii: ascii)
    #expect(locale.glyphs == (isASCII ? .ascii : .unicode))
  }

  @Test func withoutUTF8OnlyASCIICanBeShown() {
    let measure = TextLocale(codeset: "ISO-8859-1", ctype: "de_DE", ascii: nil).measure
    #expect(measure("a") == 1)
    #expect(measure("é") == -1)
    #expect(measure("\u{1b}") == -1)
  }

  @Test(arguments: [
    (0, ColorDepth.mono), (-1, .mono), (2, .mono), (8, .eight), (15, .eight), (16, .sixteen),
    (88, .sixteen), (256, .many), (1 << 24, .many),
  ])
  func depthFollowsTheColours(colors: Int, depth: ColorDepth) {
    #expect(ColorDepth(colors: colors) == depth)
  }

  @Test func errorsSayWhatToDoAndHideControlCharacters() {
    #expect(
      TerminalError.incapable(term: "dumb").description
        == "TERM='dumb' cannot address the cursor; try TERM=xterm-256color")
    #expect(TerminalError.termUnknown("a\u{1b}[2J").description.contains("TERM='a?[2J'"))
    #expect(TerminalError.noTerminal(reason: "x").description == "no terminal: x")
  }
}
