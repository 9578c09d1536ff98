internal import QCOW2
internal import Surface

/// The allocation map: glyph for how full a cell is, colour for what dominates in it.
enum MapView {
  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    guard let inner = model.layout.content(of: .map), let map = model.mapLayout else { return }
    let bits = model.cellBits(map)
    let dot = surface.glyphs.middleDot
    let color = model.coloring.map { "bitmap \(escaped($0.name.array))" } ?? "state"
    PaneTitle(title: "Map \(dot) guest \(dot) \(color)", note: note(model, bits, dot)).draw(
      in: area, isFocused: model.focus == .map, on: &surface)
    guard let grid = model.grid, grid.cells.count == map.cells else { return }
    for row in 0..<map.rows {
      let line = Rect(x: inner.x, y: inner.y + row, width: inner.width, height: 1)
      let first = row * map.cellsPerRow
      guard !grid.frame.range(of: first).isEmpty else { break }
      draw(row, model, map, grid, in: line, on: &surface)
    }
    let legend = Rect(
      x: inner.x, y: inner.y + map.rows, width: inner.width, height: map.legendRows)
    MapLegend.draw(model, in: legend, on: &surface)
  }

  private static func note(_ model: Model, _ bits: Int, _ dot: Unicode.Scalar) -> String {
    let cell: UInt64 = 1 << UInt64(bits)
    let clusters = cell / model.image.geometry.subclusterSize
    let unit = model.image.geometry.hasExtendedL2 ? "subcluster" : "cluster"
    let count = clusters == 1 ? "1 \(unit)" : "\(clusters) \(unit)s"
    return "\(binarySize(cell)) a cell = \(count) \(dot) +/-"
  }

  private static func draw(
    _ row: Int, _ model: Model, _ map: MapLayout, _ grid: CellGrid, in line: Rect,
    on surface: inout Surface
  ) {
    let first = row * map.cellsPerRow
    let start = grid.frame.range(of: first).lowerBound
    let isCursorRow =
      model.cursor >= start && model.cursor - start < map.rowBytes(grid.frame.cellBits)
    surface.put(
      MapLabel.text(start, width: map.labelWidth - 1, surface.glyphs), x: line.x, y: line.y,
      style: Style(.offset, isCursorRow ? .bold : []), width: max(0, map.labelWidth - 1))
    var row = RowTotal()
    for column in 0..<map.cellsPerRow {
      let capacity = grid.frame.capacity(of: first + column)
      guard capacity > 0 else { break }
      let counts = grid.cells[first + column]
      row.add(counts, capacity)
      let cell = MapCell(
        counts: counts, capacity: capacity, isSingle: grid.frame.cellBits == grid.frame.unitBits,
        dirty: dirtyShare(first + column, model, grid.frame))
      let isCursor = grid.frame.range(of: first + column).contains(model.cursor)
      surface.set(
        x: line.x + map.labelWidth + column, y: line.y,
        cell.drawn(surface.glyphs, isCursor: isCursor)
      )
    }
    guard map.gutter > 0 else { return }
    surface.put(
      row.text, x: line.x + map.labelWidth + map.cellsPerRow, y: line.y, style: Style(.muted),
      width: map.gutter)
  }

  /// How much of a cell the colouring bitmap marks, 0 to 1; nil without such a bitmap.
  private static func dirtyShare(_ cell: Int, _ model: Model, _ frame: CellFrame) -> Double? {
    guard model.coloring != nil else { return nil }
    guard let dirty = model.dirtyGrid, dirty.frame == frame else { return 0 }
    let range = frame.range(of: cell)
    return Double(dirty.bytes[cell]) / Double(range.upperBound - range.lowerBound)
  }

  /// The share of a row that is allocated; never a false 0 or 100.
  private struct RowTotal {
    private var allocated: UInt64 = 0
    private var known: UInt64 = 0
    private var capacity: UInt64 = 0

    mutating func add(_ counts: KindCounts, _ capacity: UInt64) {
      allocated += counts.allocated
      known += counts.total
      self.capacity += capacity
    }

    var text: String {
      if known < capacity { return "    ?" }
      let percent = percentage(allocated, of: capacity)
      return String(repeating: " ", count: max(0, 5 - percent.count)) + percent
    }
  }
}

/// One cell of the map.
struct MapCell {
  let counts: KindCounts
  let capacity: UInt64
  /// Whether the cell is one unit, which has a letter of its own.
  let isSingle: Bool
  /// How much of the cell the colouring bitmap marks, or nil where the state colours the map.
  var dirty: Double?

  func drawn(_ glyphs: Glyphs, isCursor: Bool) -> Cell {
    // Reversing a shade would only make another shade of it: under the cursor a letter says it.
    if isCursor { return Cell(letter(glyphs), Style(.cursor)) }
    if let dirty, dirty > 0 { return Cell(shade(dirty, glyphs), Style(.shared, .bold)) }
    return Cell(glyph(glyphs), Style(dirty == nil ? role : .muted))
  }

  private func shade(_ share: Double, _ glyphs: Glyphs) -> Unicode.Scalar {
    if share >= 1 { return glyphs.shades[4] }
    return glyphs.shades[share < 0.06 ? 0 : share < 0.31 ? 1 : share < 0.63 ? 2 : 3]
  }

  private var role: Role {
    guard let kind = counts.dominating else { return counts.total == 0 ? .unread : .hole }
    // What mostly comes from below has a colour of its own, whatever it is there.
    return kind != .damaged && counts.below * 2 > counts.allocated ? .backing : KindStyle.role(kind)
  }

  private func letter(_ glyphs: Glyphs) -> Unicode.Scalar {
    guard counts.total > 0 else { return "?" }
    if counts[.damaged] == 0, counts.below * 2 > counts.allocated { return "b" }
    return KindStyle.letter(counts.dominating ?? .unallocated, glyphs: glyphs)
  }

  private func glyph(_ glyphs: Glyphs) -> Unicode.Scalar {
    guard counts.total > 0 else { return isSingle ? "?" : glyphs.unread }
    if isSingle { return letter(glyphs) }
    // A broken entry must be seen in mono too.
    if counts[.damaged] > 0 { return "!" }
    let allocated = counts.allocated
    guard allocated > 0 || counts[.missing] == 0 else { return "m" }
    guard allocated > 0 else { return counts.total < capacity ? glyphs.unread : " " }
    // A lone cluster is never rounded away, and only a full cell looks full.
    if allocated == capacity { return glyphs.shades[4] }
    return shade(min(0.99, Double(allocated) / Double(max(1, capacity))), glyphs)
  }
}

/// A share in percent that is 0% or 100% only if it is exactly that.
func percentage(_ part: UInt64, of whole: UInt64) -> String {
  guard whole > 0, part > 0 else { return "0%" }
  if part == whole { return "100%" }
  let percent = UInt128(part) * 100 / UInt128(whole)
  return percent == 0 ? "<1%" : percent >= 99 ? ">99%" : "\(percent)%"
}

/// The start of a map row, as short as it can be said exactly.
enum MapLabel {
  static func text(_ offset: GuestOffset, width: Int, _ glyphs: Glyphs) -> String {
    let value = offset.rawValue
    let units: [(Int, String)] = [(50, "P"), (40, "T"), (30, "G"), (20, "M"), (10, "K"), (0, "B")]
    let short =
      value == 0
      ? "0"
      : units.first { value.trailingZeroBitCount >= $0.0 }.map { "\(value >> UInt64($0.0))\($0.1)" }
    let text = short.flatMap { $0.count <= width ? $0 : nil } ?? hex(value)
    // The head of a long number would read as another one.
    guard text.count <= width else { return "\(glyphs.ellipsis)" + text.suffix(max(0, width - 1)) }
    return String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
