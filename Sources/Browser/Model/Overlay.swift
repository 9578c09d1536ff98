internal import Surface

/// A page of text over the panes.
package struct Overlay: Equatable, Sendable {
  /// What it tells.
  package enum Kind: Hashable, Sendable {
    /// The keys.
    case help
    /// What was said so far.
    case messages
    /// What runs.
    case jobs
    /// What can be set.
    case settings
    /// The keys, in their own order.
    case keys
    /// What a byte is.
    case explanation
    /// What was copied.
    case yank
  }

  package var kind: Kind
  /// The first line on the screen.
  package var top = 0
  /// The chosen line, where lines can be chosen.
  package var chosen: Int?

  package init(_ kind: Kind, chosen: Int? = nil) {
    self.kind = kind
    self.chosen = chosen
  }

  /// What is in its title line.
  var title: String {
    switch kind {
    case .help: "Help"
    case .keys: "Keys"
    case .messages: "Messages"
    case .jobs: "Jobs"
    case .settings: "Settings"
    case .explanation: "Explanation"
    case .yank: "Copied"
    }
  }

  /// The columns of keys or names.
  static func keyWidth(_ width: Int, _ kind: Kind) -> Int {
    switch kind {
    case .help: min(26, max(8, width / 2 - 2))
    case .keys: min(14, width / 3)
    case .messages: 2
    case .yank: 0
    case .jobs: min(10, width / 2)
    case .explanation: min(12, width / 3)
    case .settings: min(16, width / 2)
    }
  }

  /// The contexts of its keys, its own first.
  var contexts: [Context] {
    switch kind {
    case .help, .keys, .messages, .explanation, .yank: [.page]
    case .jobs: [.jobs, .page]
    case .settings: [.settings, .page]
    }
  }
}

/// A line of such a page: a narrow column of keys or names, and what is told of them.
struct PageLine {
  var keys: String
  var text: String
  var isHeading = false
  /// Whether it tells of something wrong.
  var isFaulty = false
}

extension Model {
  /// The lines of the page that is open.
  var pageLines: [PageLine] {
    switch overlay?.kind {
    case .help: HelpPage.lines(for: self)
    case .keys: KeyPage.lines
    case .messages:
      messageLines(width: layout.body.width - Overlay.keyWidth(layout.body.width, .messages) - 2)
    case .yank: yankLines(width: layout.body.width - 1)
    case .jobs: jobLines
    case .settings: settingLines
    case .explanation:
      explanationLines(
        width: layout.body.width - Overlay.keyWidth(layout.body.width, .explanation) - 2)
    case nil: []
    }
  }

  /// How many of them fit.
  private var pageRows: Int { max(1, layout.body.height - 1) }

  /// Opens a page, or closes it where it is open.
  mutating func toggle(_ overlay: Overlay) {
    self.overlay = self.overlay?.kind == overlay.kind ? nil : overlay
  }

  /// Scrolls the page, or moves its chosen line and keeps that in sight.
  mutating func moveInOverlay(_ move: Move) {
    guard var page = overlay else { return }
    let count = pageLines.count
    let last = max(0, count - pageRows)
    if let chosen = page.chosen {
      let row = Self.stepped(chosen, move, page: pageRows, last: max(0, count - 1))
      page.chosen = row
      page.top = max(row - pageRows + 1, min(page.top, row))
    } else {
      page.top = Self.stepped(min(page.top, last), move, page: pageRows, last: last)
    }
    overlay = page
  }
}
