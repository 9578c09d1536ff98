internal import QCOW2
internal import Surface

/// What the map's colours and glyphs mean, with the count of each kind on the whole disk.
enum MapLegend {
  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    guard area.height > 0 else { return }
    surface.put(
      [Span(" ", Style(.plain))] + colors(model, surface.glyphs), x: area.x, y: area.y,
      width: area.width)
    guard area.height > 1 else { return }
    surface.put(
      cutting: shades(model, area.width, surface), x: area.x, y: area.y + 1, style: Style(.muted),
      width: area.width)
    guard area.height > 2 else { return }
    ClusterStrip.draw(model, in: area.splitTop(2).rest, on: &surface)
  }

  /// The first line: colours with counts.
  private static func colors(_ model: Model, _ glyphs: Glyphs) -> [Span] {
    let full = String(glyphs.shades[4])
    switch model.tint {
    case .layers(let grid)? where model.coloring == .layer:
      return grid.total.flatMap { layer, units in
        let number = layer + model.firstLayer
        return [
          Span(String(LayerMark.digit(number)), Style(LayerMark.role(number), .bold)),
          Span(" \(model.shortName(layer)) ", Style(.label)),
          Span("\(grouped(units))  ", Style(.value)),
        ]
      }
    case .dirty(let grid)?:
      return [
        Span(full, Style(.shared, .bold)),
        Span(" written since the bitmap was cleared ", Style(.label)),
        Span("\(binarySize(grid.bytes.reduce(0, +)))  ", Style(.value)),
      ] + doubts(model, grid)
    case .classes(let grid)? where model.coloring == .scheme(grid.scheme):
      return zip(grid.scheme.classes, grid.total).filter { $0.1 > 0 }.flatMap { known, count in
        [
          Span(String(known.letter), Style(known.role, .bold)),
          Span(" \(known.name) ", Style(.label)), Span("\(grouped(count))  ", Style(.value)),
        ]
      } + others(model, grid, full)
    case .classes?, .layers?, nil: return states(model, full)
    }
  }

  /// What is there in cells that no class speaks of, such as zeros that take no cluster.
  private static func others(_ model: Model, _ grid: ClassGrid, _ full: String) -> [Span] {
    guard grid.percent == 100, let cells = model.grid, cells.frame == grid.frame else { return [] }
    let units = cells.cells.indices.reduce(UInt64(0)) { sum, cell in
      grid.dominating(cell) == nil && cells.cells[cell][.damaged] == 0
        ? sum + cells.cells[cell].allocated : sum
    }
    guard units > 0 else { return [] }
    return [
      Span(full, Style(.muted)), Span(" none of these ", Style(.label)),
      Span("\(grouped(units))  ", Style(.value)),
    ]
  }

  /// Why the bitmap may not be relied on.
  private static func doubts(_ model: Model, _ grid: DirtyGrid) -> [Span] {
    var spans: [Span] = []
    if case .bitmap(let record) = model.coloring, record.isInUse {
      spans.append(Span("in use: do not rely on it  ", Style(.warning)))
    }
    if grid.unknown.contains(where: { $0 > 0 }) {
      spans.append(Span("? cannot be read", Style(.warning)))
    }
    return spans
  }

  private static func states(_ model: Model, _ full: String) -> [Span] {
    if let refusal = model.image.file.headerRefusal {
      return [
        Span("?", Style(.damaged)), Span(" not readable: \(refusal.message)", Style(.label)),
      ]
    }
    let isComplete = model.progress.isFinished
    return entries(model).filter { $0.count > 0 }.flatMap { entry in
      [
        Span(entry.role == .hole ? "." : full, Style(entry.role)),
        Span(" \(entry.name) ", Style(.label)),
        Span("\(grouped(entry.count))\(isComplete ? "" : "+")  ", Style(.value)),
      ]
    }
  }

  /// The second line: what a glyph tells, and what is counted.
  private static func shades(_ model: Model, _ width: Int, _ surface: Surface) -> String {
    if model.coloring == .layer {
      return " the layer that provides most of a cell, bold where all of it  "
        + "counts: \(unit(model)) on the screen"
    }
    if case .scheme(let scheme) = model.coloring { return self.scheme(scheme, model, surface) }
    switch model.glyphMode {
    case .half: return " two rows of cells on a line, each coloured where anything is there"
    case .braille: return " a dot is a cell that has anything"
    case .ramp:
      let ramp = surface.glyphs.ramped.shades.map(String.init).joined(separator: " ")
      return " how full a cell is, a little to all of it: \(ramp)"
    case .shade: break
    }
    let glyphs = surface.glyphs
    let shades = glyphs.shades
    let text = Self.shades(glyphs)
    if case .bitmap = model.coloring {
      return " how much of a cell it marks: \(shades[4]) all  \(shades[2]) some  "
        + "\(shades[0]) a little  - there, but not marked"
    }
    let room = width - surface.columns(of: text)
    let units = ["   counts: \(unit(model)) of the whole disk", "  in \(unit(model))"]
    return text + (units.first { surface.columns(of: $0) <= room } ?? "")
  }

  /// What a colouring by classes shows, and how far it is.
  private static func scheme(_ scheme: Scheme, _ model: Model, _ surface: Surface) -> String {
    let unit = "counts: \(scheme == .changes ? "cells" : unit(model)) on the screen"
    guard case .classes(let grid)? = model.tint, grid.scheme == scheme else {
      return " \(scheme.explanation)  looking"
    }
    if grid.wasStopped { return " stopped at \(grid.percent)%, ^R goes on  \(unit)" }
    if grid.percent < 100 { return " \(grid.percent)% looked at, ^C stops  \(unit)" }
    return " \(scheme.explanation)  \(unit)"
  }

  /// What each shade tells.
  static func shades(_ glyphs: Glyphs) -> String {
    let shades = glyphs.shades
    return " \(shades[4]) all  \(shades[3]) <100%  \(shades[2]) <63%  \(shades[1]) <31%  "
      + "\(shades[0]) <6%  \(glyphs.unread) not read yet"
  }

  private static func unit(_ model: Model) -> String {
    let geometry = model.image.geometry
    return binarySize(geometry.subclusterSize)
      + (geometry.hasExtendedL2 ? " subclusters" : " clusters")
  }

  /// The units that corruption touches, as far as a check told.
  private static func marked(_ model: Model) -> UInt64 {
    let unit = model.image.geometry.subclusterSize
    return model.damage.reduce(0) {
      $0 + ($1.range.upperBound - $1.range.lowerBound + unit - 1) / unit
    }
  }

  private struct Entry {
    var name: String
    var count: UInt64
    var role: Role
  }

  private static func entries(_ model: Model) -> [Entry] {
    let counts = model.surveyed
    return [
      // What is lost comes first, so that no narrow screen cuts it off.
      Entry(name: "in findings", count: marked(model), role: .damaged),
      Entry(name: "damaged", count: counts[.damaged], role: .damaged),
      Entry(name: "data", count: counts[.data], role: .data),
      Entry(name: "compr", count: counts[.compressed], role: .compressed),
      Entry(name: "zero kept", count: counts[.zeroAllocated], role: .zero),
      Entry(name: "zero", count: counts[.zeroPlain], role: .zero),
      Entry(name: "hole", count: counts[.unallocated], role: .hole),
      Entry(
        name: "of these from below", count: counts.below, role: .backing),
      Entry(name: "not open", count: counts[.missing], role: .backing),
    ]
  }
}

/// The 32 subclusters of the cursor's cluster, each as a letter, whatever the size of a map cell.
enum ClusterStrip {
  static func draw(_ model: Model, in line: Rect, on surface: inout Surface) {
    guard let grid = model.cluster, let chosen = grid.frame.cell(at: model.cursor) else { return }
    let cluster = model.image.geometry.cluster(of: model.cursor)
    let label = " cluster \(cluster) "
    let room = line.width - grid.cells.count
    var x = line.x
    if surface.columns(of: label) <= room {
      x += surface.put(label, x: x, y: line.y, style: Style(.label))
    }
    for (index, counts) in grid.cells.enumerated() where x < line.maxX {
      let capacity = grid.frame.capacity(of: index)
      guard capacity > 0 else { break }
      let cell = MapCell(counts: counts, capacity: capacity, isSingle: true)
      surface.set(x: x, y: line.y, cell.drawn(surface.glyphs, isCursor: index == chosen))
      x += 1
    }
    surface.put(
      cutting: " subcluster \(chosen) of 32", x: x, y: line.y, style: Style(.label),
      width: line.maxX - x)
  }
}
