internal import QCOW2
internal import Surface

/// The allocation map: glyph for how full a cell is, colour for what dominates in it.
enum MapView {
  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    guard let inner = model.layout.content(of: .map), let map = model.mapLayout else { return }
    let bits = model.cellBits(map)
    let dot = surface.glyphs.middleDot
    // A map that hides something says so: its blanks are not all holes.
    let filter = model.shownStates.isEmpty ? "" : " \(dot) only \(model.filterText)"
    let title = "Map \(dot) guest \(dot) \(model.coloring.name)\(filter)"
    PaneTitle(title: title, note: note(model, bits, dot)).draw(
      in: area, isFocused: model.focus == .map, on: &surface)
    guard let grid = model.grid, grid.cells.count == map.cells else { return }
    let noted = Set(model.notedCells(grid.frame))
    for row in 0..<map.lines {
      let line = Rect(x: inner.x, y: inner.y + row, width: inner.width, height: 1)
      let first = row * map.mode.rows * map.cellsPerRow
      guard !grid.frame.range(of: first).isEmpty else { break }
      draw(row, model, map, grid, noted, in: line, on: &surface)
    }
    let legend = Rect(
      x: inner.x, y: inner.y + map.lines, width: inner.width, height: map.legendRows)
    MapLegend.draw(model, in: legend, on: &surface)
  }

  private static func note(_ model: Model, _ bits: Int, _ dot: Unicode.Scalar) -> String {
    let cell: UInt64 = 1 << UInt64(bits)
    let clusters = cell / model.image.geometry.subclusterSize
    let unit = model.image.geometry.hasExtendedL2 ? "subcluster" : "cluster"
    let count = counted(clusters, unit)
    return "\(binarySize(cell)) a cell = \(count) \(dot) +/-"
  }

  private static func draw(
    _ row: Int, _ model: Model, _ map: MapLayout, _ grid: CellGrid, _ noted: Set<Int>,
    in line: Rect, on surface: inout Surface
  ) {
    let cells = map.cells(onLine: row)
    let start = grid.frame.range(of: cells.lowerBound).lowerBound
    let isCursorRow =
      model.cursor >= start
      && model.cursor - start < map.rowBytes(grid.frame.cellBits) * UInt64(map.mode.rows)
    let label = map.labelColumns
    surface.put(
      MapLabel.text(start, width: label.count, surface.glyphs), x: line.x + label.lowerBound,
      y: line.y, style: Style(.offset, isCursorRow ? .bold : []), width: label.count)
    var total = RowTotal()
    for cell in cells {
      let known = model.hasUsableHeader ? grid.cells[cell] : KindCounts()
      total.add(known, grid.frame.capacity(of: cell))
    }
    let cursor = grid.frame.cell(at: model.cursor)
    for column in 0..<map.columns {
      guard var drawn = character(row, column, model, map, grid, cursor, surface.glyphs) else {
        break
      }
      // Without a colour of its own, so that it is seen beside every colouring and without colours.
      if map.cells(onLine: row, column: column).contains(where: noted.contains) {
        drawn.style = drawn.style.with(.underline)
      }
      surface.set(x: line.x + map.labelWidth + column, y: line.y, drawn)
    }
    let end = grid.frame.range(of: cells.upperBound - 1).upperBound
    if let band = map.bandColumn, band < line.width, end > start {
      let mark = PartitionBand.mark(start..<end, model.partitions, surface.glyphs)
      if let mark { surface.set(x: line.x + band, y: line.y, mark) }
    }
    let behind = map.labelWidth + map.columns + map.gutter
    let x = line.x + behind + (map.bandColumn == behind ? 1 : 0)
    if end > start, line.maxX - x >= 3 {
      surface.put(
        " " + model.margin(of: start..<end), x: x, y: line.y, style: Style(.label),
        width: line.maxX - x)
    }
    guard map.gutter > 0 else { return }
    surface.put(
      marked(row, model, map, grid) ?? total.text, x: line.x + map.labelWidth + map.columns,
      y: line.y, style: Style(.muted), width: map.gutter)
  }

  /// What stands on a character of a line; nil past the end of the disk.
  private static func character(
    _ row: Int, _ column: Int, _ model: Model, _ map: MapLayout, _ grid: CellGrid, _ cursor: Int?,
    _ glyphs: Glyphs
  ) -> Cell? {
    let first = row * map.mode.rows * map.cellsPerRow + column * map.mode.columns
    guard let upper = cell(first, model, grid) else { return nil }
    switch map.mode {
    case .shade: return upper.drawn(glyphs, isCursor: first == cursor)
    case .ramp: return upper.drawn(glyphs.ramped, isCursor: first == cursor)
    case .half:
      let second = first + map.cellsPerRow
      if first == cursor { return upper.drawn(glyphs, isCursor: true) }
      let lower = cell(second, model, grid)
      if let lower, second == cursor { return lower.drawn(glyphs, isCursor: true) }
      return MapCell.halves(upper, lower, glyphs)
    case .braille:
      var dots: [MapCell?] = []
      for index in 0..<8 {
        let place = first + index / 2 * map.cellsPerRow + index % 2
        if place == cursor { return cell(place, model, grid)?.drawn(glyphs, isCursor: true) }
        dots.append(cell(place, model, grid))
      }
      return MapCell.dots(dots, glyphs)
    }
  }

  /// A cell of the grid; nil past the end of the disk.
  private static func cell(_ index: Int, _ model: Model, _ grid: CellGrid) -> MapCell? {
    guard index < grid.cells.count else { return nil }
    let capacity = grid.frame.capacity(of: index)
    guard capacity > 0 else { return nil }
    return MapCell(
      counts: model.filtered(grid.cells[index]), capacity: capacity,
      isSingle: grid.frame.cellBits == grid.frame.unitBits, tint: tint(of: index, model, grid),
      isMarked: model.damage.first(in: grid.frame.range(of: index)) != nil,
      isUnknown: !model.hasUsableHeader)
  }

  /// What the colouring says of a cell; nil where its state colours it.
  private static func tint(of cell: Int, _ model: Model, _ grid: CellGrid) -> CellTint? {
    guard model.coloring != .state else { return nil }
    guard let tint = model.tint, tint.frame == grid.frame else { return .pending }
    switch tint {
    case .dirty(let dirty):
      let range = grid.frame.range(of: cell)
      let share = Double(dirty.bytes[cell]) / Double(range.upperBound - range.lowerBound)
      return .dirty(share, isPartial: dirty.unknown[cell] > 0)
    case .classes(let classes):
      guard case .scheme(classes.scheme) = model.coloring, let most = classes.dominating(cell)
      else {
        return classes.percent < 100 ? .pending : .nobody
      }
      return .classed(classes.scheme.classes[most.class], isWhole: most.isWhole)
    case .layers(let layers):
      guard let most = layers.shares(of: cell).max(by: { $0.units < $1.units }) else {
        return .nobody
      }
      return .layer(
        most.layer + model.firstLayer, isWhole: most.units == grid.frame.capacity(of: cell))
    }
  }

  /// The share of a row that a bitmap marks, where one colours the map.
  private static func marked(
    _ row: Int, _ model: Model, _ map: MapLayout, _ grid: CellGrid
  ) -> String? {
    guard case .dirty(let dirty)? = model.tint, dirty.frame == grid.frame else { return nil }
    let cells = map.cells(onLine: row)
    let end = grid.frame.range(of: cells.upperBound - 1).upperBound
    let bytes = end - grid.frame.range(of: cells.lowerBound).lowerBound
    return RowTotal.aligned(percentage(cells.reduce(0) { $0 + dirty.bytes[$1] }, of: bytes))
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
      return Self.aligned(percentage(allocated, of: capacity))
    }

    static func aligned(_ percent: String) -> String {
      String(repeating: " ", count: max(0, 5 - percent.count)) + percent
    }
  }
}

extension MapLayout {
  /// The cells on a line, those of its first row first.
  func cells(onLine line: Int) -> Range<Int> {
    line * mode.rows * cellsPerRow..<(line + 1) * mode.rows * cellsPerRow
  }

  /// The cells on a character.
  func cells(onLine line: Int, column: Int) -> [Int] {
    (0..<mode.rows).flatMap { row in
      let first = (line * mode.rows + row) * cellsPerRow + column * mode.columns
      return first..<first + mode.columns
    }
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
  static func text(_ offset: some ByteOffset, width: Int, _ glyphs: Glyphs) -> String {
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

extension Coloring {
  /// What the map is coloured by, for its title and for messages.
  var name: String {
    switch self {
    case .state: "state"
    case .layer: "layer"
    case .bitmap(let record): "bitmap \(escaped(record.name.array))"
    case .scheme(let scheme): scheme.name
    }
  }
}
