package import Surface

/// Where everything lies on a screen of one size. Drawing, paging and the mouse all ask here.
package struct Layout: Equatable, Sendable {
  /// Whether the values of the bytes under the cursor are to be shown.
  package struct ValuesWish: Equatable, Sendable {
    /// What the user wants; nil where there is room beside whole rows.
    var isWanted: Bool?
    /// The columns that the largest offset needs.
    var offsetColumns = 12

    package init() {}
  }

  package var title: Rect?
  package var tabs: Rect?
  package var panes: [Pane: Rect] = [:]
  package var ribbon: Rect?
  package var inspector: Rect?
  /// Hints, messages and prompts. Nil only on screens of one or two rows.
  package var bottom: Rect?
  /// The text of the tour.
  package private(set) var tour: Rect?
  /// The values of the bytes under the hex view's cursor.
  package private(set) var values: Rect?
  /// Everything between the tabs and the lines at the bottom.
  package private(set) var body: Rect

  /// - Parameters:
  ///   - size: The screen.
  ///   - shown: The panes of the view that is shown.
  ///   - focus: The pane that stays where there is room for one only.
  ///   - isZoomed: Whether that pane is to have all the room anyway.
  ///   - growth: By how many rows, or pairs of columns, panes are to be larger than they would be.
  ///   - values: Whether the values of bytes are wanted, and how wide offsets are.
  ///   - hasTour: Whether the text of the tour is beside the panes.
  package init(
    _ size: Size, _ shown: [Pane], focus: Pane, isZoomed: Bool, growth: [Pane: Int] = [:],
    values: ValuesWish = ValuesWish(), hasTour: Bool = false
  ) {
    var rest = Rect(size)
    if size.height >= 4 { (title, rest) = { ($0.top, $0.rest) }(rest.splitTop(1)) }
    if size.height >= 3 { (bottom, rest) = { ($0.bottom, $0.rest) }(rest.splitBottom(1)) }
    if size.height >= 10 { (inspector, rest) = { ($0.bottom, $0.rest) }(rest.splitBottom(1)) }
    if size.height >= 5 { (ribbon, rest) = { ($0.bottom, $0.rest) }(rest.splitBottom(1)) }
    if size.height >= 8 { (tabs, rest) = { ($0.top, $0.rest) }(rest.splitTop(1)) }
    body = rest
    if hasTour { (tour, rest) = Tour.split(rest) }
    let focus = shown.contains(focus) ? focus : shown.last ?? .hex
    if isZoomed || shown.count == 1 || rest.height < 15 || rest.width < 60 {
      panes = [focus: rest]
    } else if let list = shown.first(where: { $0 == .runs || $0 == .fileRuns }) {
      layRuns(list, rest, (growth[list] ?? 0) - (growth[.map] ?? 0))
    } else if shown.contains(.hits) {
      layHits(rest, (growth[.hits] ?? 0) - (growth[.hex] ?? 0))
    } else if rest.height >= 26, rest.width >= 110 {
      layWide(rest, growth)
    } else {
      layNarrow(rest, growth)
    }
    layValues(values)
  }

  /// The values beside the bytes where rows are whole without that room; where they are asked for in
  /// less, below them or at the cost of bytes per row.
  private mutating func layValues(_ wish: ValuesWish) {
    guard let area = panes[.hex], wish.isWanted != false else { return }
    let spare = HexLayout.spare(width: area.width, needed: wish.offsetColumns)
    if spare >= 36, area.height >= 6 {
      let columns = area.splitRight(min(spare, 56))
      (panes[.hex], values) = (columns.rest, columns.right)
    } else if wish.isWanted == true, area.width >= 72, area.height < 14 {
      let columns = area.splitRight(34)
      (panes[.hex], values) = (columns.rest, columns.right)
    } else if wish.isWanted == true, area.height >= 6 {
      let rows = area.splitBottom(min(8, area.height / 2 + 1))
      (panes[.hex], values) = (rows.rest, rows.bottom)
    }
  }

  /// The runs beside the map where it still has rows of 64 cells, else below it.
  private mutating func layRuns(_ list: Pane, _ area: Rect, _ growth: Int) {
    if area.width >= 120 {
      let columns = area.splitRight(
        Self.held(
          (area.width >= 180 ? 92 : min(54, area.width - 76)) + 2 * growth, 30, area.width - 30))
      (panes[.map], panes[list]) = (columns.rest, columns.right)
    } else {
      let rows = area.splitBottom(Self.held(area.height / 2 + growth, 4, area.height - 4))
      (panes[.map], panes[list]) = (rows.rest, rows.bottom)
    }
  }

  /// The matches beside the hex view where it still has rows of 16 bytes, else below it.
  private mutating func layHits(_ area: Rect, _ growth: Int) {
    if area.width >= 120 {
      let columns = area.splitRight(Self.held(area.width - 80 + 2 * growth, 30, area.width - 40))
      (panes[.hex], panes[.hits]) = (columns.rest, columns.right)
    } else {
      let rows = area.splitBottom(Self.held(area.height / 2 + growth, 4, area.height - 4))
      (panes[.hex], panes[.hits]) = (rows.rest, rows.bottom)
    }
  }

  /// Header and features side by side, then the map, then the hex view, each as wide as the screen.
  private mutating func layNarrow(_ area: Rect, _ growth: [Pane: Int]) {
    let (upper, lower) = Self.growth(growth)
    let facts = area.splitTop(Self.held(max(4, area.height * 6 / 19) + upper, 3, area.height - 8))
    let room = facts.rest.height
    let map = facts.rest.splitTop(Self.held(max(4, room * 5 / 13) + lower, 4, room - 4))
    let columns = facts.top.splitLeft(facts.top.width * 42 / 80)
    panes[.header] = columns.left
    panes[.features] = columns.rest
    panes[.map] = map.top
    panes[.hex] = map.rest
  }

  /// Header over features on the left, the map beside them, the hex view below.
  private mutating func layWide(_ area: Rect, _ growth: [Pane: Int]) {
    let (wider, higher) = Self.growth(growth)
    let upper = area.splitTop(
      Self.held(max(18, area.height * 11 / 20) + higher, 12, area.height - 4))
    let columns = upper.top.splitLeft(
      Self.held((area.width >= 180 ? 56 : 42) + 2 * wider, 24, area.width - 50))
    let left = columns.left.splitBottom(min(9, upper.top.height / 2))
    panes[.header] = left.rest
    panes[.features] = left.bottom
    panes[.map] = columns.rest
    panes[.hex] = upper.rest
  }

  /// By how much the facts are larger, and how much more of the rest is the map's.
  private static func growth(_ growth: [Pane: Int]) -> (facts: Int, map: Int) {
    let of = { (pane: Pane) in growth[pane] ?? 0 }
    return (of(.header) + of(.features), of(.map) - of(.hex))
  }

  private static func held(_ size: Int, _ least: Int, _ most: Int) -> Int {
    max(least, min(size, most))
  }

  /// The rows of a pane below its title line.
  package func content(of pane: Pane) -> Rect? {
    guard let area = panes[pane] else { return nil }
    let inner = area.splitTop(1).rest
    // A pane with a neighbour on its right gives up a column for the line between them.
    return hasNeighbour(area) ? inner.splitRight(1).rest : inner
  }

  /// Whether another pane begins where this one ends on the right.
  package func hasNeighbour(_ area: Rect) -> Bool {
    (panes.values + [values].compactMap { $0 }).contains {
      $0.x == area.maxX && $0.y < area.maxY && area.y < $0.maxY
    }
  }

  /// The pane under a point.
  package func pane(at point: Point) -> Pane? { panes.first { $0.value.contains(point) }?.key }
}
