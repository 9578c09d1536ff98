internal import Surface

/// A list with a heading, of which one row is chosen: the same for every pane that has one.
struct TableView {
  /// One column: its heading and its width; the last takes what is left.
  struct Column {
    var heading: String
    var width: Int
  }

  /// One row: a text for each column.
  struct Row {
    var cells: [String]
    var role = Role.value
  }

  var title: String
  var columns: [Column]
  var rows: [Row]
  /// What to say where there are no rows.
  var empty: String

  func draw(_ pane: Pane, _ model: Model, in area: Rect, on surface: inout Surface) {
    guard let inner = model.layout.content(of: pane) else { return }
    let body = inner.splitTop(1).rest
    let list = VisibleRows(count: rows.count, height: body.height, top: model.scroll[pane] ?? 0)
    PaneTitle(title: title, note: list.note(surface.glyphs)).draw(
      in: area, isFocused: model.focus == pane, on: &surface)
    guard !rows.isEmpty else {
      surface.put(
        " \(empty)", x: inner.x, y: inner.y, style: Style(.muted), width: inner.width)
      return
    }
    put(columns.map(\.heading), Style(.label, .underline), in: inner.splitTop(1).top, on: &surface)
    for (line, index) in list.range.enumerated() {
      let isChosen = index == min(model.chosen[pane] ?? 0, rows.count - 1)
      let row = Rect(x: body.x, y: body.y + line, width: body.width, height: 1)
      if isChosen { surface.fill(row, style: Style(.cursor)) }
      put(
        rows[index].cells, Style(isChosen ? .cursor : rows[index].role), in: row, on: &surface)
    }
  }

  private func put(
    _ cells: [String], _ style: Style, in line: Rect, on surface: inout Surface
  ) {
    var x = line.x + 1
    for (column, text) in zip(columns, cells) {
      let isLast = column.heading == columns.last?.heading
      let width = isLast ? line.maxX - x : min(column.width - 1, line.maxX - x)
      surface.put(cutting: text, x: x, y: line.y, style: style, width: width)
      x += column.width
    }
  }
}
