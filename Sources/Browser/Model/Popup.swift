internal import Surface

/// A few rows over the lowest rows of the panes: what may follow a half-typed key, what Tab offers, or
/// a menu. Each row is a key or a word with what it is, and can be clicked.
struct Popup {
  private static let leastWidth = 38

  let title: String
  let note: String
  let rows: [(key: String, help: String)]
  let chosen: Int?
  /// All of it, with its title line.
  let area: Rect
  let columns: Int
  /// The columns of a key, so that what is told of all begins at one place.
  let keyWidth: Int
  /// The first row that is shown.
  let first: Int

  init(
    _ title: String, _ note: String, _ rows: [(key: String, help: String)], chosen: Int? = nil,
    in body: Rect
  ) {
    self.title = title
    self.note = note
    self.rows = rows
    self.chosen = chosen
    let longestKey = rows.map(\.key.count).max() ?? 0
    let needed = max(6, longestKey) + 3 + (rows.map(\.help.count).max() ?? 0)
    var columns = max(1, body.width / Self.leastWidth)
    // Fewer columns where texts would be cut off and there are rows enough.
    while columns > 1, body.width / columns < needed,
      (rows.count + columns - 2) / (columns - 1) < body.height - 2
    {
      columns -= 1
    }
    self.columns = columns
    keyWidth = min(max(6, longestKey), max(6, body.width / columns / 2))
    let lines = (rows.count + columns - 1) / columns
    area = body.splitBottom(min(body.height, lines + 1)).bottom
    let room = max(1, (area.height - 1) * columns)
    first = (chosen ?? 0) / room * room
  }

  /// The rows of a column.
  var lines: Int { max(1, area.height - 1) }
  private var columnWidth: Int { area.width / columns }

  /// How many rows are out of sight.
  var hidden: Int { max(0, rows.count - lines * columns) }

  /// Where a row is, or nil where it is out of sight.
  func place(ofRow row: Int) -> Rect? {
    let index = row - first
    guard index >= 0, index / lines < columns else { return nil }
    let place = Rect(
      x: area.x + index / lines * columnWidth, y: area.y + 1 + index % lines, width: columnWidth,
      height: 1)
    return place.y < area.maxY ? place : nil
  }

  /// The row at a point.
  func row(at point: Point) -> Int? {
    rows.indices.first { place(ofRow: $0)?.contains(point) == true }
  }
}

extension Model {
  /// The rows over the panes, if there are any now.
  var popup: Popup? {
    let body = layout.body
    if let menu = shell.menu {
      let rows = menu.commands.map { ($0.keys.first.map(Command.shown) ?? $0.name, $0.help) }
      return Popup(menu.title, "Enter does it, Esc closes", rows, chosen: menu.chosen, in: body)
    }
    if let offer = prompt?.completion {
      let rows = offer.choices.map { ($0.text, $0.help) }
      return Popup("Tab", "Tab takes the next", rows, chosen: offer.chosen, in: body)
    }
    guard showsContinuations else { return nil }
    let rows = KeyTable.standard.continuations(of: pressed, in: contexts)
    let keys = pressed.map(\.description).joined(separator: " ")
    return Popup("\(keys) and then", "Esc drops it", rows, in: body)
  }
}
