internal import QCOW2
internal import Surface

extension TableView {
  func draw(_ pane: Pane, _ model: Model, in area: Rect, on surface: inout Surface) {
    guard let inner = model.layout.content(of: pane) else { return }
    let parts = ListLayout(inner, hasDetails: pane.hasDetails)
    let arrangement = model.arrangement(of: pane)
    let shown = arrangement.rows?.count ?? count
    let list = VisibleRows(
      count: shown, height: parts.rows.height, top: model.scroll[pane] ?? 0)
    PaneTitle(title: title, note: note(arrangement, list, surface.glyphs)).draw(
      in: area, isFocused: model.focus == pane, on: &surface)
    guard shown > 0 else {
      say(count > 0 ? "no row has \(arrangement.filter)" : empty, in: inner, on: &surface)
      return
    }
    put(
      headings(arrangement, surface.glyphs), Style(.label, .underline), in: parts.heading,
      on: &surface)
    let chosen = model.chosenRow(of: pane)
    for (line, place) in list.range.enumerated() {
      let index = arrangement.row(at: place)
      let isChosen = index == chosen
      let place = Rect(x: parts.rows.x, y: parts.rows.y + line, width: parts.rows.width, height: 1)
      if isChosen { surface.fill(place, style: Style(.cursor)) }
      let row = row(index)
      put(row.cells, Style(isChosen ? .cursor : row.role), in: place, on: &surface)
    }
    if let box = parts.details { put(details, in: box, on: &surface) }
  }

  /// Says why there are no rows.
  private func say(_ text: String, in area: Rect, on surface: inout Surface) {
    let lines = surface.wrapped(text, width: max(1, area.width - 2))
    for (index, line) in lines.prefix(area.height).enumerated() {
      surface.put(
        line, x: area.x + 1, y: area.y + index, style: Style(emptyRole), width: area.width - 1)
    }
  }

  /// The headings, with the direction at that of the column that rows are sorted by.
  private func headings(_ arrangement: Arrangement, _ glyphs: Glyphs) -> [String] {
    columns.indices.map { index in
      let heading = columns[index].heading
      guard index == arrangement.column else { return heading }
      return "\(heading)\(arrangement.isFalling ? glyphs.moreBelow : glyphs.moreAbove)"
    }
  }

  private func note(
    _ arrangement: Arrangement, _ list: VisibleRows, _ glyphs: Glyphs
  ) -> String {
    let rest = list.note(glyphs)
    guard !arrangement.filter.isEmpty else { return rest }
    let matching =
      "\(grouped(UInt64(arrangement.rows?.count ?? 0))) of \(grouped(UInt64(count))) "
      + "with \(arrangement.filter)"
    return rest.isEmpty ? matching : "\(matching) \(glyphs.middleDot) \(rest)"
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
