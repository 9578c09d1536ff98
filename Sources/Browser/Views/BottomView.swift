internal import QCOW2
internal import Surface

/// The last line: a prompt, a message, what may follow a half-typed key, or hints.
enum BottomView {
  /// - Returns: Where the caret of a prompt is.
  static func draw(_ model: Model, in line: Rect, on surface: inout Surface) -> Point? {
    if let prompt = model.prompt { return draw(prompt, model, in: line, on: &surface) }
    if let message = model.message {
      let role: Role =
        switch message.level {
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
      surface.put(message.text, x: line.x, y: line.y, style: Style(role), width: line.width)
    } else if !model.pressed.isEmpty {
      let keys = model.pressed.map(\.description).joined(separator: " ")
      surface.put("\(keys) -", x: line.x, y: line.y, style: Style(.key), width: line.width)
    } else {
      drawHints(model, in: line, on: &surface)
    }
    return nil
  }

  private static func draw(
    _ prompt: Prompt, _ model: Model, in line: Rect, on surface: inout Surface
  ) -> Point? {
    let label: String
    switch prompt.purpose {
    case .goto(let form): label = form.label + ": "
    case .command: label = ":"
    }
    let labelColumns = surface.put(
      label, x: line.x, y: line.y, style: Style(.prompt), width: line.width)
    let previewColumns = prompt.preview.isEmpty ? 0 : surface.columns(of: prompt.preview) + 2
    let room = max(8, line.width - labelColumns - 1)
    let textRoom = min(room, max(12, room - previewColumns))
    // A text longer than the line scrolls so that the caret stays in sight.
    let first = max(0, prompt.caret - textRoom + 1)
    let shown = String(prompt.text[first..<min(prompt.text.count, first + textRoom)])
    let used = surface.put(
      shown, x: line.x + labelColumns, y: line.y, style: Style(.value), width: textRoom)
    let caret = surface.columns(of: String(prompt.text[first..<prompt.caret]))
    let x = line.x + labelColumns + max(used, caret) + 2
    let preview = prompt.preview.isEmpty ? placeholder(prompt) : prompt.preview
    surface.put(
      preview, x: x, y: line.y, style: Style(prompt.isFaulty ? .error : .muted),
      width: max(0, line.maxX - x))
    return Point(x: min(line.maxX - 1, line.x + labelColumns + caret), y: line.y)
  }

  private static func placeholder(_ prompt: Prompt) -> String {
    guard prompt.text.isEmpty else { return "" }
    switch prompt.purpose {
    case .goto(.any): return "0x1f000  2048s  16c  +1M  50%  $-512  p1  L1[0].L2[3]  h:0x50000"
    case .command: return "an offset, or \(Verb.list)"
    case .goto: return "a number, Esc leaves"
    }
  }

  private static func drawHints(_ model: Model, in line: Rect, on surface: inout Surface) {
    var x = line.x
    let bindings = Binding.all.filter {
      $0.hint != nil && model.contexts.contains($0.context)
    }
    for binding in bindings.sorted(by: { Self.rank($0) < Self.rank($1) }) {
      guard let hint = binding.hint, let key = binding.keys.first else { continue }
      let keys = key.split(separator: " ").joined()
      guard x + keys.count + hint.count + 1 <= line.maxX else { break }
      x += surface.put(keys, x: x, y: line.y, style: Style(.key))
      x += surface.put(" \(hint)  ", x: x, y: line.y, style: Style(.hint), width: line.maxX - x)
    }
  }

  /// Help and quit are the last to go on a narrow screen.
  private static func rank(_ binding: Binding) -> Int {
    binding.command == .help ? 0 : binding.command == .close ? 1 : 2
  }
}
