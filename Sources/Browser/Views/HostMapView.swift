internal import QCOW2
internal import Surface

/// The layout of the file: what its clusters are used for, in the cells of a map.
enum HostMapView {
  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    guard let inner = model.layout.content(of: .map), let map = model.hostLayout else { return }
    let bits = model.hostCellBits(map)
    let dot = surface.glyphs.middleDot
    let age = model.hosts.isOld ? ", before the last change, R counts again" : ""
    PaneTitle(title: "Map \(dot) file \(dot) owner\(age)", note: note(model, bits, dot)).draw(
      in: area, isFocused: model.focus == .map, on: &surface)
    if let failure = model.hosts.failure {
      surface.put(
        cutting: " \(failure)", x: inner.x, y: inner.y, style: Style(.error), width: inner.width)
      return
    }
    var cells = HostCells(model, map, bits)
    for row in 0..<map.rows {
      let start = model.hosts.top + UInt64(row) * map.rowBytes(bits)
      guard start.rawValue < map.size else { break }
      let line = Rect(x: inner.x, y: inner.y + row, width: inner.width, height: 1)
      draw(start, model, map, &cells, in: line, on: &surface)
    }
    let legend = Rect(
      x: inner.x, y: inner.y + map.rows, width: inner.width, height: map.legendRows)
    HostLegend.draw(cells, model, in: legend, on: &surface)
  }

  private static func note(_ model: Model, _ bits: Int, _ dot: Unicode.Scalar) -> String {
    let clusters: UInt64 = 1 << UInt64(bits - model.image.geometry.clusterBits)
    return "\(binarySize(1 << UInt64(bits))) a cell = \(counted(clusters, "cluster", "clusters")) "
      + "\(dot) +/- \(dot) s disk"
  }

  private static func draw(
    _ start: HostOffset, _ model: Model, _ map: MapLayout, _ cells: inout HostCells,
    in line: Rect, on surface: inout Surface
  ) {
    let rowBytes = map.rowBytes(cells.bits)
    let isCursorRow = model.hosts.cursor >= start && model.hosts.cursor - start < rowBytes
    surface.put(
      MapLabel.text(start, width: map.labelWidth - 1, surface.glyphs), x: line.x, y: line.y,
      style: Style(.offset, isCursorRow ? .bold : []), width: max(0, map.labelWidth - 1))
    var (used, all): (UInt64, UInt64) = (0, 0)
    for column in 0..<map.cellsPerRow {
      let place = start + UInt64(column) << UInt64(cells.bits)
      guard place.rawValue < map.size else { break }
      let cell = cells.cell(at: place)
      (used, all) = (used + (cell?.used ?? 0), all + cells.capacity(at: place))
      let isCursor =
        model.hosts.cursor >= place
        && model.hosts.cursor - place < 1 << UInt64(cells.bits)
      surface.set(
        x: line.x + map.labelWidth + column, y: line.y,
        cell?.drawn(surface.glyphs, isSingle: cells.areSingle, isCursor: isCursor)
          ?? Cell(surface.glyphs.unread, Style(isCursor ? .cursor : .unread)))
    }
    guard map.gutter > 0, cells.isKnown else { return }
    let share = percentage(used, of: all)
    let text = String(repeating: " ", count: max(0, 5 - share.count)) + share
    surface.put(
      text, x: line.x + map.labelWidth + map.cellsPerRow, y: line.y, style: Style(.muted),
      width: map.gutter)
  }
}
