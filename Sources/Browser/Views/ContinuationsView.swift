internal import Surface

/// What may follow a half-typed key, over the lowest rows of the panes.
enum ContinuationsView {
  private static let leastWidth = 38

  static func draw(_ model: Model, in body: Rect, on surface: inout Surface) {
    let rows = KeyTable.standard.continuations(of: model.pressed, in: model.contexts)
    let columns = max(1, body.width / leastWidth)
    let columnWidth = body.width / columns
    let height = min(body.height, (rows.count + columns - 1) / columns + 1)
    let area = body.splitBottom(height).bottom
    surface.fill(area, style: Style(.plain))
    let keys = model.pressed.map(\.description).joined(separator: " ")
    PaneTitle(title: "\(keys) and then", note: "Esc drops it").draw(
      in: area, isFocused: true, on: &surface)
    let lines = max(1, height - 1)
    for (index, row) in rows.enumerated() where index / lines < columns {
      let x = area.x + 1 + index / lines * columnWidth
      let y = area.y + 1 + index % lines
      guard y < area.maxY else { continue }
      let room = min(columnWidth - 1, area.maxX - x)
      let used = surface.put(row.key, x: x, y: y, style: Style(.key), width: room)
      let gap = max(used + 1, 7)
      surface.put(cutting: row.help, x: x + gap, y: y, style: Style(.hint), width: room - gap)
    }
  }
}
