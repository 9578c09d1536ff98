/// What a piece of text means, and the colour by which a terminal says so.
package enum Tone: CaseIterable, Sendable {
  /// The heading of a table.
  case heading
  /// What is wrong.
  case bad
  /// What is to be doubted, or costs space for nothing.
  case doubt
  /// What is as it should be.
  case good
  /// Guest data, stored as it is.
  case data
  case compressed
  /// Zeros, holes, and what else says little.
  case faint
  /// What comes from another file.
  case backing

  /// The parameters of the SGR sequence (ECMA-48, 8.3.117): the terminal's own 8 colours, so that
  /// light and dark ones both work.
  fileprivate var parameters: String {
    switch self {
    case .heading: "1"
    case .bad: "1;31"
    case .doubt: "33"
    case .good, .backing: "32"
    case .data: "34"
    case .compressed: "35"
    case .faint: "2"
    }
  }
}

/// Colours text, or leaves it as it is where nobody would see that.
package struct Paint: Sendable {
  /// Leaves everything as it is.
  package static let none = Paint(isColored: false)

  /// Whether there are colours.
  package let isColored: Bool

  /// - Parameter isColored: Whether there are colours.
  package init(isColored: Bool) { self.isColored = isColored }

  /// A text, which has no line ends, in the colour of its meaning.
  package func callAsFunction(_ text: some StringProtocol, _ tone: Tone?) -> String {
    guard isColored, let tone, !text.isEmpty else { return String(text) }
    return "\u{1b}[\(tone.parameters)m\(text)\u{1b}[0m"
  }
}

extension ExtentKind {
  /// How the kind of a range is shown.
  package var tone: Tone {
    switch self {
    case .data: .data
    case .compressed: .compressed
    case .unallocated, .zeroPlain, .zeroAllocated: .faint
    case .missing, .damaged: .bad
    }
  }
}

extension Problem.Effect {
  /// How the effect of a problem is shown.
  package var tone: Tone {
    switch self {
    case .corruption, .unseen, .error: .bad
    case .leak: .doubt
    case .note: .faint
    }
  }
}
