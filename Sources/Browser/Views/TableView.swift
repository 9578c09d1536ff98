internal import Surface

/// A list with a heading, of which one row is chosen: the same for every pane that has one.
struct TableView {
  /// One column. The last one takes what is left beyond its width.
  struct Column {
    var heading: String
    /// The columns it takes with the space behind it; nil for as many as the others leave.
    var width: Int?
    /// The narrowest pane that shows it.
    var from = 0
    /// Whether values end below one another.
    var isRightAligned = false
  }

  /// One row: a text for each column.
  struct Row {
    var cells: [String]
    var role = Role.value
  }

  /// What is known of the chosen row: a label and a text that may take several lines.
  struct Detail {
    var label: String
    var text: String
    var role = Role.value
  }

  var title: String
  var columns: [Column]
  /// The number of rows, of which only those on the screen are asked for.
  var count: Int
  var row: (Int) -> Row
  /// The title of the details, and the details.
  var about = ""
  var details: [Detail] = []
  /// What to say where there are no rows.
  var empty: String

  func draw(_ pane: Pane, _ model: Model, in area: Rect, on surface: inout Surface) {
    guard let inner = model.layout.content(of: pane) else { return }
    let parts = ListLayout(inner, hasDetails: pane.hasDetails)
    let list = VisibleRows(
      count: count, height: parts.rows.height, top: model.scroll[pane] ?? 0)
    PaneTitle(title: title, note: list.note(surface.glyphs)).draw(
      in: area, isFocused: model.focus == pane, on: &surface)
    guard count > 0 else {
      surface.put(
        cutting: " \(empty)", x: inner.x, y: inner.y, style: Style(.muted), width: inner.width)
      return
    }
    put(columns.map(\.heading), Style(.label, .underline), in: parts.heading, on: &surface)
    for (line, index) in list.range.enumerated() {
      let isChosen = index == min(model.chosen[pane] ?? 0, count - 1)
      let place = Rect(x: parts.rows.x, y: parts.rows.y + line, width: parts.rows.width, height: 1)
      if isChosen { surface.fill(place, style: Style(.cursor)) }
      let row = row(index)
      put(row.cells, Style(isChosen ? .cursor : row.role), in: place, on: &surface)
    }
    if let box = parts.details { put(details, in: box, on: &surface) }
  }

  private func put(
    _ cells: [String], _ style: Style, in line: Rect, on surface: inout Surface
  ) {
    guard line.height > 0 else { return }
    let shown = columns.indices.filter { columns[$0].from <= line.width }
    let fixed = shown.reduce(1) { $0 + (columns[$1].width ?? 0) }
    var x = line.x + 1
    for index in shown {
      let width = columns[index].width ?? max(8, min(max(48, line.width / 3), line.width - fixed))
      let room = index == shown.last ? line.maxX - x : min(width - 1, line.maxX - x)
      let gap = columns[index].isRightAligned ? max(0, room - surface.columns(of: cells[index])) : 0
      surface.put(
        cutting: cells[index], x: x + gap, y: line.y, style: style, width: room - gap)
      x += width
    }
  }

  private func put(_ details: [Detail], in box: Rect, on surface: inout Surface) {
    PaneTitle(title: about).draw(in: box, isFocused: false, on: &surface)
    let labelWidth = (details.map(\.label.count).max() ?? 0) + 2
    var rest = box.splitTop(1).rest
    for detail in details {
      let lines = surface.wrapped(detail.text, width: max(1, rest.width - labelWidth - 1))
      surface.put(
        cutting: detail.label, x: rest.x + 1, y: rest.y, style: Style(.label),
        width: rest.height > 0 ? rest.width - 1 : 0)
      for line in lines {
        guard rest.height > 0 else { return }
        surface.put(
          cutting: line, x: rest.x + 1 + labelWidth, y: rest.y, style: Style(detail.role),
          width: rest.width - labelWidth - 1)
        rest = rest.splitTop(1).rest
      }
    }
  }
}
