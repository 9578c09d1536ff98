internal import CNcurses
package import Surface
internal import SystemPackage

/// The terminal that the process was started from, through ncurses.
///
/// It is opened by its own name, so standard input and output may be pipes. Everything but `waker`
/// belongs to the thread that opened it, which should be the process's first: signals arrive there.
package final class CursesTerminal: Terminal {
  /// What the user chose on the command line.
  package struct Options: Sendable {
    package enum Color: Sendable {
      /// As many as the terminal has, and none when NO_COLOR says so.
      case auto
      case never
    }

    package var color: Color
    package var appearance: Appearance

    package init(color: Color = .auto, appearance: Appearance = Appearance()) {
      self.color = color
      self.appearance = appearance
    }
  }

  let tty: FileDescriptor
  let screen: Screen
  let session: Session
  let wakePipe: WakePipe
  private(set) var wantsMouse: Bool
  private(set) var wantsPastes = false
  private let canMouse: Bool
  var input: Input
  /// Events that came up while something else was done.
  var pending: [Event] = []
  var isLost = false
  private var isClosed = false
  private var locale: TextLocale

  package var glyphs: Glyphs { locale.glyphs }
  package var measure: Measure { locale.measure }
  package var depth: ColorDepth { screen.depth }
  package var size: Size { screen.size }
  package var waker: any Waker { wakePipe }

  /// Takes the terminal over; `close` gives it back.
  package static func open(
    _ options: Options = Options()
  ) throws(TerminalError) -> CursesTerminal {
    let tty: FileDescriptor
    do {
      tty = try FileDescriptor.open(FilePath("/dev/tty"), .readWrite, options: .closeOnExec)
    } catch {
      throw .noTerminal(reason: "cannot open /dev/tty: \(error)")
    }
    do throws(TerminalError) {
      return try CursesTerminal(tty: tty, options)
    } catch {
      try? tty.close()
      throw error
    }
  }

  private init(tty: FileDescriptor, _ options: Options) throws(TerminalError) {
    let name = Self.environment("TERM")
    let locale = TextLocale.adopt(ascii: options.appearance.ascii)
    if let problem = Terminfo.problem(term: name) { throw problem }
    let term = name ?? ""
    guard let wakePipe = WakePipe() else { throw .noTerminal(reason: "cannot make a pipe") }
    let session = Session.begin(
      tty: tty.rawValue, wake: wakePipe, restore: Terminfo.restoreSequence(term: term))
    let noColor = Self.environment("NO_COLOR").map { !$0.isEmpty } ?? false
    let wantsColor = options.color == .auto && !noColor
    guard let screen = Screen(descriptor: tty.rawValue, term: term, wantsColor: wantsColor) else {
      session.finish()
      throw .failed(term: term)
    }
    self.tty = tty
    self.screen = screen
    self.session = session
    self.wakePipe = wakePipe
    self.locale = locale
    canMouse = Terminfo.reportsMouse
    wantsMouse = options.appearance.mouse && canMouse
    screen.theme = options.appearance.theme
    input = Input(decoder: screen.decoder)
    session.captureStandardError()
    startMouse()
  }

  deinit {
    close()
  }

  /// Gives the terminal, the signals and standard error back; a second call does nothing.
  package func close() {
    guard !isClosed else { return }
    isClosed = true
    stopPastes()
    stopMouse()
    screen.end()
    session.finish()
    try? tty.close()
  }

  package func present(_ surface: Surface, cursor: Point?, showsCursor: Bool) {
    guard !isClosed, !isLost else { return }
    screen.present(surface, cursor: cursor, showsCursor: showsCursor)
  }

  package func apply(_ appearance: Appearance) {
    guard !isClosed, !isLost else { return }
    screen.theme = appearance.theme
    locale = TextLocale.adopt(ascii: appearance.ascii)
    let wanted = appearance.mouse && canMouse
    guard wanted != wantsMouse else { return }
    if !wanted { stopMouse() }
    wantsMouse = wanted
    startMouse()
  }

  package func takePastes(_ isWanted: Bool) {
    guard !isClosed, !isLost, isWanted != wantsPastes else { return }
    if !isWanted { stopPastes() }
    wantsPastes = isWanted
    startPastes()
  }

  package func redraw() {
    screen.repaintAll()
  }

  package func beep() {
    screen.beep()
  }

  /// By OSC 52; what many terminals would cut off is not sent.
  package func copy(_ base64: String) {
    guard !isClosed, !isLost, base64.utf8.count <= Self.mostCopied else { return }
    session.send("\u{1b}]52;c;\(base64)\u{7}")
  }

  private static let mostCopied = 74_994

  private static func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
