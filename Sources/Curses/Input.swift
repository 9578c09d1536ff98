internal import CNcurses
internal import Surface

/// Keys and mouse reports that ncurses has read or can read without waiting.
struct Input {
  private let decoder: KeyDecoder
  private var mouse = MouseDecoder()
  private var paste: Paste?

  init(decoder: KeyDecoder) {
    self.decoder = decoder
  }

  /// Takes all that is waiting, in order.
  ///
  /// It goes on until ncurses has nothing left, since it keeps bytes that it has looked ahead at,
  /// and the descriptor says nothing of those. `reads` counts what ncurses gave, also what is not
  /// an event.
  mutating func drain() -> (events: [Event], reads: Int) {
    var events: [Event] = []
    var reads = 0
    while true {
      let next = cn_next_key()
      guard next.kind != ERR else { return (events, reads) }
      reads += 1
      events += self.events(of: next)
    }
  }

  private mutating func events(of next: cn_key) -> [Event] {
    if next.kind == KEY_CODE_YES, Int32(bitPattern: next.code) == KeyDecoder.pasteStart {
      paste = Paste()
      return []
    }
    if var open = paste {
      let isEnd = open.take(next)
      paste = isEnd ? nil : open
      return isEnd ? [.paste(open.text)] : []
    }
    guard next.kind == KEY_CODE_YES else {
      return KeyDecoder.press(character: next.code).map { [.key($0)] } ?? []
    }
    let code = Int32(bitPattern: next.code)
    switch code {
    case KEY_MOUSE: return mouseEvents()
    // SIGWINCH is ours; ncurses only says this after a resize of its own.
    case KEY_RESIZE: return []
    default: return decoder.press(code: code).map { [.key($0)] } ?? []
    }
  }

  /// Reports that arrived together, such as a quick click's press and release, are one key to
  /// ncurses, which hands out the newest first.
  private mutating func mouseEvents() -> [Event] {
    var reports: [MEVENT] = []
    var report = MEVENT()
    while unsafe cn_next_mouse(&report) == OK { reports.append(report) }
    return reports.reversed().compactMap { report in
      mouse.event(state: report.bstate, x: Int(report.x), y: Int(report.y)).map(Event.mouse)
    }
  }
}
