internal import QCOW2
internal import Surface

/// The last line: a prompt, a message, what may follow a half-typed key, or hints. A text that is longer
/// covers the lines about the cursor above it, because the number that matters is often its last word.
enum BottomView {
  /// - Returns: Where the caret of a prompt is.
  static func draw(
    _ model: Model, in line: Rect, above: [Rect], on surface: inout Surface
  ) -> Point? {
    if let prompt = model.prompt { return draw(prompt, model, in: line, above, on: &surface) }
    if let message = model.message {
      let role: Role =
        switch message.level {
        case .info, .progress: .info
        case .warning: .warning
        case .error: .error
        }
      // What is told many times a second must not shake the lines above.
      let room = message.level == .progress ? [line] : above + [line]
      put("\(message.level.glyph) \(message.text)", Style(role), in: room, on: &surface)
    } else if !model.pressed.isEmpty {
      let keys = model.pressed.map(\.description).joined(separator: " ")
      surface.put("\(keys) -", x: line.x, y: line.y, style: Style(.key), width: line.width)
    } else {
      draw(Hints(model, width: line.width), in: line, on: &surface)
    }
    return nil
  }

  /// Puts a text on the last of some lines, or on as many of them as it needs.
  private static func put(
    _ text: String, _ style: Style, in lines: [Rect], on surface: inout Surface
  ) {
    guard let last = lines.last, last.width > 0 else { return }
    var parts = surface.wrapped(text, width: last.width)
    if parts.count > lines.count {
      // The rest is cut off on the last line.
      let rest = parts[(lines.count - 1)...].joined(separator: " ")
      parts = Array(parts.prefix(lines.count - 1)) + [rest]
    }
    for (part, line) in zip(parts, lines.suffix(parts.count)) {
      surface.fill(line, style: Style(.plain))
      surface.put(cutting: part, x: line.x, y: line.y, style: style, width: line.width)
    }
  }

  private static func draw(
    _ prompt: Prompt, _ model: Model, in line: Rect, _ above: [Rect], on surface: inout Surface
  ) -> Point? {
    let labelColumns = surface.put(
      prompt.label, x: line.x, y: line.y, style: Style(.prompt), width: line.width)
    let preview =
      prompt.text.isEmpty && prompt.preview.isEmpty ? prompt.placeholder : prompt.preview
    let previewColumns = preview.isEmpty ? 0 : surface.columns(of: preview) + 2
    let style = Style(prompt.isFaulty ? .error : .muted)
    let room = max(8, line.width - labelColumns - 1)
    let isBeside =
      above.isEmpty || surface.columns(of: prompt.string) + previewColumns + 1 <= room
    let textRoom = isBeside ? min(room, max(12, room - previewColumns)) : room
    // A text longer than the line scrolls so that the caret stays in sight.
    let first = max(0, prompt.caret - textRoom + 1)
    let shown = String(prompt.text[first..<min(prompt.text.count, first + textRoom)])
    let used = surface.put(
      shown, x: line.x + labelColumns, y: line.y, style: Style(.value), width: textRoom)
    let caret = surface.columns(of: String(prompt.text[first..<prompt.caret]))
    if isBeside {
      let x = line.x + labelColumns + max(used, caret) + 2
      surface.put(cutting: preview, x: x, y: line.y, style: style, width: line.maxX - x)
    } else {
      put(preview, style, in: above, on: &surface)
    }
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
