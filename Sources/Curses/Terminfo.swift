internal import CNcurses

/// Questions to the terminal database.
package enum Terminfo {
  /// Tells why a terminal of that name cannot be used, or nil when it can.
  ///
  /// Asked before ncurses starts, which accepts terminals it cannot draw on. Leaves ncurses'
  /// terminal unset.
  package static func problem(term: String?) -> TerminalError? {
    guard let term, !term.isEmpty else { return .termUnset }
    defer { cn_forget_setup() }
    switch unsafe cn_setup(term, 1) {
    case 1: break
    case -1: return .noDatabase
    default: return .termUnknown(term)
    }
    let isCapable = capability("cup") != nil && capability("clear") != nil
    return isCapable ? nil : .incapable(term: term)
  }

  /// The bytes that bring a terminal of that name back to normal after a crash.
  package static func restoreSequence(term: String) -> [UInt8] {
    defer { cn_forget_setup() }
    guard unsafe cn_setup(term, 1) == 1 else { return [] }
    let mouse = (reportsMouse ? mouseOff : "") + pasteOff
    let names = ["sgr0", "op", "rmkx", "cnorm", "rmcup"]
    return Array((mouse + names.compactMap(capability).map(withoutPadding).joined()).utf8)
  }

  /// Whether the current terminal reports the mouse in a form that ncurses reads.
  static var reportsMouse: Bool {
    guard let prefix = capability("kmous") else { return false }
    return prefix == "\u{1b}[<" || prefix == "\u{1b}[M"
  }

  /// Also reports motion while a button is down; ncurses asks for presses only.
  static let dragOn = "\u{1b}[?1002h"
  static let dragOff = "\u{1b}[?1002l"
  /// Puts marks around pasted text. A terminal that does not know of that ignores it.
  static let pasteOn = "\u{1b}[?2004h"
  static let pasteOff = "\u{1b}[?2004l"
  private static let mouseOff = "\u{1b}[?1000l\u{1b}[?1002l\u{1b}[?1006l"

  private static func capability(_ name: String) -> String? {
    guard let value = unsafe cn_capability(name) else { return nil }
    return unsafe String(cString: value)
  }

  // A delay is written "$<5>"; a handler cannot wait, and no terminal of today needs it.
  private static func withoutPadding(_ sequence: String) -> String {
    var rest = sequence[...]
    var kept = ""
    while let start = rest.firstIndex(of: "$"), rest[start...].hasPrefix("$<"),
      let end = rest[start...].firstIndex(of: ">")
    {
      kept += rest[..<start]
      rest = rest[rest.index(after: end)...]
    }
    return kept + rest
  }
}
