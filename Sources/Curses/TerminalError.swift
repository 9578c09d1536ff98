/// Why there is no screen to draw on.
package enum TerminalError: Error, Equatable, CustomStringConvertible {
  /// There is no controlling terminal, or it cannot be opened.
  case noTerminal(reason: String)
  /// TERM is unset or empty.
  case termUnset
  /// The terminal database has no such entry, or one that says nothing.
  case termUnknown(String)
  /// There is no terminal database at all.
  case noDatabase
  /// The terminal cannot put text where it is told to.
  case incapable(term: String)
  /// ncurses refused to start.
  case failed(term: String)

  package var description: String {
    switch self {
    case .noTerminal(let reason): "no terminal: \(reason)"
    case .termUnset: "TERM is not set; \(Self.advice)"
    case .termUnknown(let term):
      "TERM='\(Self.shown(term))' is not a known terminal; \(Self.advice)"
    case .noDatabase: "there is no terminal database (terminfo); install ncurses-base"
    case .incapable(let term):
      "TERM='\(Self.shown(term))' cannot address the cursor; \(Self.advice)"
    case .failed(let term): "ncurses cannot start on TERM='\(Self.shown(term))'"
    }
  }

  private static let advice = "try TERM=xterm-256color"

  // The variable comes from outside and is printed on a terminal.
  private static func shown(_ term: String) -> String {
    String(
      String.UnicodeScalarView(term.unicodeScalars.map { (" "..."~").contains($0) ? $0 : "?" }))
  }
}
