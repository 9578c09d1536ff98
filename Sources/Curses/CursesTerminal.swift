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

    /// ASCII or Unicode; nil leaves it to the locale.
    package var ascii: Bool?
    package var color: Color
    package var mouse: Bool

    package init(ascii: Bool? = nil, color: Color = .auto, mouse: Bool = true) {
      self.ascii = ascii
      self.color = color
      self.mouse = mouse
    }
  }

  let tty: FileDescriptor
  let screen: Screen
  let session: Session
  let wakePipe: WakePipe
  let wantsMouse: Bool
  var input: Input
  /// Events that came up while something else was done.
  var pending: [Event] = []
  var isLost = false
  private var isClosed = false
  private let locale: TextLocale

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
    let locale = TextLocale.adopt(ascii: options.ascii)
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
    wantsMouse = options.mouse && Terminfo.reportsMouse
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
    stopMouse()
    screen.end()
    session.finish()
    try? tty.close()
  }

  package func present(_ surface: Surface, cursor: Point?) {
    guard !isClosed, !isLost else { return }
    screen.present(surface, cursor: cursor)
  }

  package func redraw() {
    screen.repaintAll()
  }

  package func beep() {
    screen.beep()
  }

  private static func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
