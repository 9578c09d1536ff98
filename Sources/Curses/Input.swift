internal import CNcurses
internal import Surface

/// Keys and mouse reports that ncurses has read or can read without waiting.
struct Input {
  private let decoder: KeyDecoder
  private var mouse = MouseDecoder()

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
      if let event = event(next) { events.append(event) }
    }
  }

  private mutating func event(_ next: cn_key) -> Event? {
    guard next.kind == KEY_CODE_YES else {
      return KeyDecoder.press(character: next.code).map(Event.key)
    }
    let code = Int32(bitPattern: next.code)
    switch code {
    case KEY_MOUSE: return mouseEvent()
    // SIGWINCH is ours; ncurses only says this after a resize of its own.
    case KEY_RESIZE: return nil
    default: return decoder.press(code: code).map(Event.key)
    }
  }

  private mutating func mouseEvent() -> Event? {
    var report = MEVENT()
    guard unsafe cn_next_mouse(&report) == OK else { return nil }
    return mouse.event(state: report.bstate, x: Int(report.x), y: Int(report.y)).map(Event.mouse)
  }
}
