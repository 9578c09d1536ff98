/// What belongs to the user's session and not to the disk that is shown: it stays when another is.
package struct Shell: Sendable {
  /// What was said so far, the oldest first.
  package internal(set) var log = MessageLog()
  /// The list of commands that a right click or a key opened.
  package internal(set) var menu: Menu?
  /// By how many rows or columns panes were made larger than they would be.
  package internal(set) var growth: [Pane: Int] = [:]
  /// The jobs that run now and how far they are, as far as they tell.
  package internal(set) var running: [JobKind] = []
  package internal(set) var progress: [JobKind: String] = [:]
  /// What was copied last.
  package internal(set) var yank: Yank?
  /// The options about other files and pass phrases that the program was started with.
  var startOptions: [String] = []
  /// The files that were allowed since.
  var allowedFiles: [String] = []
  /// What the user set.
  package var preferences = Preferences()
  /// The page of the tour that is open beside the panes.
  package internal(set) var tour: Tour?
  /// Whether the next key may open the tour's image.
  var offersTour = false
  /// Whether leaving was asked for while a check runs.
  var isLeaving = false
}

/// The messages of a session, of which the oldest are dropped.
package struct MessageLog: Sendable {
  private static let most = 500
  package private(set) var messages: [Model.Message] = []

  mutating func add(_ message: Model.Message) {
    guard message.level != .progress, message != messages.last else { return }
    messages.append(message)
    if messages.count > Self.most { messages.removeFirst(messages.count - Self.most) }
  }
}

extension Model.Message.Level {
  /// The letter before its text.
  package var glyph: String {
    switch self {
    case .info, .progress: "i"
    case .warning: "!"
    case .error: "x"
    }
  }
}
