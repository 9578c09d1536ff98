import CNcurses
import Curses
import Glibc
import Surface
import SystemPackage
import Testing

/// What goes through ncurses, whose state is the process's: one test at a time, without a terminal.
@Suite(.serialized) struct ScreenTests {
  private func withScreen(
    term: String = "xterm-256color", wantsColor: Bool = true, _ body: (Screen) -> Void
  ) throws {
    // wcwidth and ncurses know no characters beyond ASCII in the C locale.
    _ = unsafe setlocale(LC_ALL, "C.UTF-8")
    let null = try FileDescriptor.open(FilePath("/dev/null"), .readWrite)
    defer { try? null.close() }
    let size = Size(width: 20, height: 4)
    let screen = try #require(
      Screen(descriptor: null.rawValue, term: term, wantsColor: wantsColor, size: size))
    body(screen)
    screen.end()
  }

  @Test func unusableTerminalsAreRefusedWithAReason() {
    #expect(Terminfo.problem(term: nil) == .termUnset)
    #expect(Terminfo.problem(term: "") == .termUnset)
    #expect(Terminfo.problem(term: "dumb") == .incapable(term: "dumb"))
    #expect(Terminfo.problem(term: "no-such") == .termUnknown("no-such"))
    #expect(Terminfo.problem(term: "../../etc/passwd") == .termUnknown("../../etc/passwd"))
    #expect(Terminfo.problem(term: "unknown") == .termUnknown("unknown"))
    #expect(Terminfo.problem(term: "xterm-256color") == nil)
  }

  @Test func aCrashCanRestoreTheScreen() {
    let xterm = String(decoding: Terminfo.restoreSequence(term: "xterm-256color"), as: UTF8.self)
    #expect(xterm.contains("\u{1b}[?1049l"))
    #expect(xterm.contains("\u{1b}[?1002l"))
    let vt100 = String(decoding: Terminfo.restoreSequence(term: "vt100"), as: UTF8.self)
    #expect(!vt100.contains("$<"))
    #expect(!vt100.contains("1002"))
    #expect(Terminfo.restoreSequence(term: "no-such").isEmpty)
  }

  @Test func cellsArriveAsTheyWereDrawn() throws {
    try withScreen { screen in
      #expect(screen.size == Size(width: 20, height: 4))
      #expect(screen.depth == .many)
      var surface = Surface(size: screen.size) { $0 == "界" ? 2 : 1 }
      surface.put("a界▓", x: 0, y: 0, style: Style(.data))
      surface.put("b", x: 0, y: 1, style: Style(.data, .underline))
      surface.put("c", x: 19, y: 3, style: Style(.damaged))
      surface.put("d", x: 1, y: 1, style: Style(.plain))
      screen.present(surface, cursor: nil)
      #expect(screen.shown(x: 0, y: 0).scalar == Unicode.Scalar("a").value)
      #expect(screen.shown(x: 1, y: 0).scalar == Unicode.Scalar("界").value)
      #expect(screen.shown(x: 3, y: 0).scalar == Unicode.Scalar("▓").value)
      #expect(screen.shown(x: 19, y: 3).scalar == Unicode.Scalar("c").value)
      #expect(screen.shown(x: 19, y: 3).traits == .reverse)
      #expect(screen.shown(x: 0, y: 1).traits == .underline)
      #expect(screen.shown(x: 0, y: 0).pair == screen.shown(x: 0, y: 1).pair)
      #expect(screen.shown(x: 0, y: 0).pair != screen.shown(x: 19, y: 3).pair)
      #expect(screen.shown(x: 1, y: 1).pair == 0)
    }
  }

  @Test func everyRoleIsDrawnAtEveryDepth() throws {
    let terminals: [(String, ColorDepth)] = [
      ("xterm-256color", .many), ("xterm", .eight), ("linux", .eight), ("vt100", .mono),
    ]
    for (term, depth) in terminals {
      try withScreen(term: term) { screen in
        #expect(screen.depth == depth)
        for role in Role.allCases {
          var surface = Surface(size: screen.size)
          surface.put("x", x: 0, y: 0, style: Style(role))
          screen.present(surface, cursor: Point(x: 0, y: 0))
          let look = Theme.dark.look(Style(role), at: depth)
          let shown = screen.shown(x: 0, y: 0)
          #expect(shown.traits == look.traits, "\(role) on \(term)")
          #expect((shown.pair != 0) == (look.foreground != Theme.terminalDefault), "\(role)")
        }
      }
    }
  }

  @Test func coloursCanBeRefused() throws {
    try withScreen(wantsColor: false) { screen in
      #expect(screen.depth == .mono)
    }
  }

  @Test func aFrameOfAnotherSizeIsCutOrPadded() throws {
    try withScreen { screen in
      var large = Surface(size: Size(width: 50, height: 50))
      large.fill(Rect(large.size), scalar: "#", style: Style(.text))
      screen.present(large, cursor: Point(x: 99, y: 99))
      #expect(screen.shown(x: 19, y: 3).scalar == Unicode.Scalar("#").value)
      screen.present(Surface(size: Size(width: 2, height: 0)), cursor: nil)
      #expect(screen.shown(x: 19, y: 3).scalar == Unicode.Scalar(" ").value)
      for side in [1, 30, 3] {
        screen.resize(to: Size(width: side, height: side))
        #expect(screen.size == Size(width: side, height: side))
        screen.present(large, cursor: nil)
      }
    }
  }

  @Test func codesAreKeys() throws {
    try withScreen { screen in
      #expect(screen.decoder.press(code: KEY_UP) == KeyPress("Up"))
      #expect(screen.decoder.press(code: cn_f0 + 1) == KeyPress("F1"))
      #expect(screen.decoder.press(code: -1) == nil)
      #expect(screen.decoder.press(code: .max) == nil)
    }
  }
}
