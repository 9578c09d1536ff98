internal import CNcurses
package import Surface

/// ncurses' screen on one terminal: drawing, and reading back what was drawn.
@safe package final class Screen {
  private let stream: UnsafeMutablePointer<FILE>
  private let screen: OpaquePointer
  private var palette: Palette
  private var isCursorShown = false
  package let decoder = KeyDecoder()

  /// Starts ncurses on an open descriptor, of which it keeps a copy; nil when it refuses.
  ///
  /// A size is for terminals that have none of their own, such as /dev/null in a test.
  package init?(descriptor: Int32, term: String, wantsColor: Bool, size: Size? = nil) {
    guard let stream = unsafe fdopen(dup(descriptor), "r+") else { return nil }
    // With these set ncurses would never notice another size.
    _ = unsafe unsetenv("LINES")
    _ = unsafe unsetenv("COLUMNS")
    if let size {
      _ = unsafe setenv("LINES", "\(size.height)", 1)
      _ = unsafe setenv("COLUMNS", "\(size.width)", 1)
    }
    guard let screen = unsafe newterm(term, stream, stream) else {
      _ = unsafe fclose(stream)
      return nil
    }
    unsafe self.stream = unsafe stream
    unsafe self.screen = unsafe screen
    palette = Palette(wantsColor: wantsColor)
    configure()
    if size != nil {
      _ = unsafe unsetenv("LINES")
      _ = unsafe unsetenv("COLUMNS")
    }
  }

  private func configure() {
    _ = raw()
    _ = noecho()
    _ = nonl()
    _ = curs_set(0)
    unsafe keypad(cn_stdscr(), true)
    unsafe meta(cn_stdscr(), true)
    unsafe nodelay(cn_stdscr(), true)
    unsafe leaveok(cn_stdscr(), false)
    if unsafe getenv("ESCDELAY") == nil { _ = set_escdelay(25) }
    decoder.defineSequences()
  }

  package var theme: Theme {
    get { palette.theme }
    set { palette.theme = newValue }
  }

  package var depth: ColorDepth { palette.depth }
  package var size: Size { Size(width: Int(cn_width()), height: Int(cn_height())) }

  /// Shows a frame; ncurses sends only what differs from the last one.
  package func present(_ surface: Surface, cursor: Point?, showsCursor: Bool = false) {
    let size = size
    if surface.size != size { _ = unsafe werase(cn_stdscr()) }
    for y in 0..<min(size.height, surface.size.height) {
      let row = row(of: surface, y: y, width: min(size.width, surface.size.width))
      _ = unsafe row.withUnsafeBufferPointer { cells in
        unsafe mvwadd_wchnstr(cn_stdscr(), Int32(y), 0, cells.baseAddress, Int32(cells.count))
      }
    }
    _ = unsafe wmove(cn_stdscr(), Int32(clamping: cursor?.y ?? 0), Int32(clamping: cursor?.x ?? 0))
    _ = unsafe wnoutrefresh(cn_stdscr())
    _ = doupdate()
    showCursor(showsCursor && cursor != nil)
  }

  // ncurses lays out the second half of a wide character itself.
  private func row(of surface: Surface, y: Int, width: Int) -> [cchar_t] {
    var cells: [cchar_t] = []
    cells.reserveCapacity(width)
    let start = y * surface.size.width
    for cell in surface.cells[start..<start + width] where !cell.isTrailingHalf {
      let ink = palette.ink(cell.style)
      cells.append(cn_cell(cell.scalar.value, ink.attributes, ink.pair))
    }
    return cells
  }

  private func showCursor(_ isShown: Bool) {
    guard isShown != isCursorShown else { return }
    isCursorShown = isShown
    _ = curs_set(isShown ? 1 : 0)
  }

  /// Takes over a new size of the terminal.
  package func resize(to size: Size) {
    // Not resizeterm: it queues a KEY_RESIZE each time.
    _ = resize_term(Int32(clamping: size.height), Int32(clamping: size.width))
    // Terminals differ in what they keep of a screen that shrinks and grows again.
    repaintAll()
  }

  /// Makes the next frame send every cell.
  package func repaintAll() {
    _ = cn_repaint_all()
  }

  /// Gives the terminal its normal screen and modes back, to go on with `enter` later.
  package func leave() {
    _ = def_prog_mode()
    showCursor(true)
    _ = endwin()
  }

  package func enter() {
    _ = reset_prog_mode()
    isCursorShown = true
    showCursor(false)
    repaintAll()
  }

  /// Ends ncurses on this terminal; nothing may be called after it.
  package func end() {
    showCursor(true)
    _ = endwin()
    unsafe delscreen(screen)
    _ = unsafe fclose(stream)
  }

  package func beep() {
    _ = CNcurses.beep()
  }

  /// What ncurses holds in a cell: its character, and how it is drawn.
  package func shown(x: Int, y: Int) -> (scalar: UInt32, traits: Traits, pair: Int) {
    let shown = cn_shown_at(Int32(clamping: y), Int32(clamping: x))
    var traits: Traits = []
    if shown.attributes & cn_bold != 0 { traits.insert(.bold) }
    if shown.attributes & cn_reverse != 0 { traits.insert(.reverse) }
    if shown.attributes & cn_underline != 0 { traits.insert(.underline) }
    return (shown.scalar, traits, Int(shown.pair))
  }
}
