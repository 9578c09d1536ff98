package import Surface

/// A line that is being typed, with the motions of readline.
package struct Prompt: Equatable, Sendable {
  /// What the line is for.
  package enum Purpose: Hashable, Sendable {
    /// A verb and its argument, or an offset.
    case command
    /// What a command of that name works on.
    case argument(of: String)
  }

  package let purpose: Purpose
  package private(set) var text: [Character]
  /// Where the next character goes, 0 to the length.
  package var caret: Int {
    didSet { caret = max(0, min(caret, text.count)) }
  }
  /// What is wrong with the text or what it points at.
  package var preview = ""
  package var isFaulty = false
  /// What Tab has offered last.
  package var completion: Completion?
  private let history: [String]
  private var historyIndex: Int
  /// What was typed before an older line took its place.
  private var draft: String?

  package init(_ purpose: Purpose, text: String = "", history: [String] = []) {
    self.purpose = purpose
    self.text = Array(text)
    caret = text.count
    self.history = history
    historyIndex = history.count
  }

  package var string: String { String(text) }

  /// Applies an editing key; returns false where it is not one.
  package mutating func edit(_ key: KeyPress) -> Bool {
    if key.key != .up, key.key != .down { draft = nil }
    switch key.key {
    case .character(let scalar) where key.modifiers.isEmpty: insert(Character(scalar))
    case .character("A") where key.modifiers == .control: caret = 0
    case .character("E") where key.modifiers == .control: caret = text.count
    case .character("U") where key.modifiers == .control: erase(0..<caret)
    case .character("K") where key.modifiers == .control: erase(caret..<text.count)
    case .character("W") where key.modifiers == .control: erase(wordStart..<caret)
    case .character("D") where key.modifiers == .control, .delete:
      erase(caret..<min(text.count, caret + 1))
    case .character("b") where key.modifiers == .alt: caret = wordStart
    case .character("f") where key.modifiers == .alt: caret = wordEnd
    case .home: caret = 0
    case .end: caret = text.count
    case .left: caret = max(0, caret - 1)
    case .right: caret = min(text.count, caret + 1)
    case .backspace: erase(max(0, caret - 1)..<caret)
    case .up: recall(forward: false)
    case .down: recall(forward: true)
    default: return false
    }
    return true
  }

  /// Puts a text in at the caret.
  mutating func paste(_ text: String) {
    (draft, completion) = (nil, nil)
    for character in text { insert(character) }
  }

  private mutating func insert(_ character: Character) {
    // Longer expressions do not exist; a stuck key must not grow memory.
    guard text.count < 256 else { return }
    text.insert(character, at: caret)
    caret += 1
  }

  private mutating func erase(_ range: Range<Int>) {
    text.removeSubrange(range)
    caret = range.lowerBound
  }

  private var wordStart: Int {
    var index = caret
    while index > 0, text[index - 1] == " " { index -= 1 }
    while index > 0, text[index - 1] != " " { index -= 1 }
    return index
  }

  private var wordEnd: Int {
    var index = caret
    while index < text.count, text[index] == " " { index += 1 }
    while index < text.count, text[index] != " " { index += 1 }
    return index
  }

  /// Puts something in the place of all from a character on.
  mutating func replace(from start: Int, with new: String) {
    text.replaceSubrange(min(start, text.count)..., with: Array(new.prefix(256)))
    caret = text.count
  }

  /// The next older or newer line that begins like what was typed.
  private mutating func recall(forward: Bool) {
    let typed = draft ?? string
    var index = historyIndex
    repeat {
      index += forward ? 1 : -1
      guard (0...history.count).contains(index) else { return }
    } while index < history.count && !history[index].hasPrefix(typed)
    draft = typed
    historyIndex = index
    text = Array(index == history.count ? typed : history[index])
    caret = text.count
  }
}
