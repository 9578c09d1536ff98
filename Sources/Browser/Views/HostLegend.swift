internal import QCOW2
internal import Surface

/// What the letters and colours of the file's map mean, with counts.
enum HostLegend {
  static func draw(
    _ cells: HostCells, _ model: Model, in area: Rect, on surface: inout Surface
  ) {
    guard area.height > 0 else { return }
    guard cells.isKnown else {
      surface.put(
        cutting: " counting what every cluster is used for", x: area.x, y: area.y,
        style: Style(.muted), width: area.width)
      return
    }
    let entries = order.filter { cells.total[$0.rawValue] > 0 }
    var line = area.splitTop(1)
    var x = line.top.x + 1
    for use in entries {
      let spans = spans(use, cells.total[use.rawValue])
      let width = spans.reduce(0) { $0 + surface.columns(of: $1.text) }
      if x + width > area.maxX, line.rest.height > 0 {
        line = line.rest.splitTop(1)
        x = line.top.x + 1
      }
      x += surface.put(spans, x: x, y: line.top.y, width: area.maxX - x) + 2
    }
    let unit = "clusters on the screen"
    if x + unit.count <= area.maxX {
      surface.put(unit, x: x, y: line.top.y, style: Style(.muted))
    }
    guard !cells.areSingle, line.rest.height > 0 else { return }
    surface.put(
      cutting: MapLegend.shades(surface.glyphs), x: area.x, y: line.rest.y, style: Style(.muted),
      width: area.width)
  }

  /// What is wrong comes first, so that no narrow screen cuts it off.
  private static let order: [HostMap.Use] = [
    .overlap, .leaked, .data, .compressed, .zeroKept, .snapshotOnly, .vmState, .header, .l1Table,
    .l2Table, .refcounts, .snapshotTable, .bitmaps, .encryptionHeader, .free,
  ]

  private static func spans(_ use: HostMap.Use, _ count: UInt64) -> [Span] {
    [
      Span(String(UseStyle.letter(use)), Style(UseStyle.role(use))),
      Span(" \(use.name) ", Style(.label)), Span(grouped(count), Style(.value)),
    ]
  }

  /// The cell under the cursor, and who refers to it.
  static func detail(_ model: Model) -> (String, Role) {
    guard let range = model.hostCell, let map = model.hostLayout else { return ("", .muted) }
    var cells = HostCells(model, map, model.hostCellBits(map))
    let cell = cells.cell(at: range.lowerBound)
    let size = binarySize(range.upperBound - range.lowerBound)
    var parts: [String] = []
    if let cell {
      parts = order.filter { cell[$0] > 0 }.map { "\($0.name) \(grouped(cell[$0]))" }
    }
    if let owners = model.hosts.owners, owners.range == range, !owners.text.isEmpty {
      parts.append(owners.text)
    }
    let isBad = cell.map { $0[.overlap] + $0[.leaked] > 0 } ?? false
    return (
      "file @\(range.lowerBound) +\(size): \(parts.joined(separator: ", "))",
      isBad ? .warning : .plain
    )
  }
}
