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
        case .info, .progress: .info
        case .warning: .warning
        case .error: .error
        }
      surface.put(
        cutting: "\(message.level.glyph) \(message.text)", x: line.x, y: line.y, style: Style(role),
        width: line.width)
    } else if !model.pressed.isEmpty {
      let keys = model.pressed.map(\.description).joined(separator: " ")
      surface.put("\(keys) -", x: line.x, y: line.y, style: Style(.key), width: line.width)
    } else {
      draw(Hints(model, width: line.width), in: line, on: &surface)
    }
    return nil
  }

  private static func draw(
    _ prompt: Prompt, _ model: Model, in line: Rect, on surface: inout Surface
  ) -> Point? {
    let labelColumns = surface.put(
      prompt.label, x: line.x, y: line.y, style: Style(.prompt), width: line.width)
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
    let preview =
      prompt.text.isEmpty && prompt.preview.isEmpty ? prompt.placeholder : prompt.preview
    surface.put(
      cutting: preview, x: x, y: line.y, style: Style(prompt.isFaulty ? .error : .muted),
      width: line.maxX - x)
    return Point(x: min(line.maxX - 1, line.x + labelColumns + caret), y: line.y)
  }

  private static func draw(_ hints: Hints, in line: Rect, on surface: inout Surface) {
    for hint in hints.items {
      let x = line.x + hint.columns.lowerBound
      let used = surface.put(hint.keys, x: x, y: line.y, style: Style(.key))
      surface.put(" \(hint.text)", x: x + used, y: line.y, style: Style(.hint))
    }
  }
}
