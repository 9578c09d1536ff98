package import Surface

/// Where everything lies on a screen of one size. Drawing, paging and the mouse all ask here.
package struct Layout: Equatable, Sendable {
  package var title: Rect?
  package var tabs: Rect?
  package var panes: [Pane: Rect] = [:]
  package var ribbon: Rect?
  package var inspector: Rect?
  /// Hints, messages and prompts. Nil only on screens of one or two rows.
  package var bottom: Rect?
  /// Everything between the tabs and the lines at the bottom.
  package private(set) var body: Rect

  /// - Parameters:
  ///   - size: The screen.
  ///   - shown: The panes of the view that is shown.
  ///   - focus: The pane that stays where there is room for one only.
  ///   - isZoomed: Whether that pane is to have all the room anyway.
  package init(_ size: Size, _ shown: [Pane], focus: Pane, isZoomed: Bool) {
    var rest = Rect(size)
    if size.height >= 4 { (title, rest) = { ($0.top, $0.rest) }(rest.splitTop(1)) }
    if size.height >= 3 { (bottom, rest) = { ($0.bottom, $0.rest) }(rest.splitBottom(1)) }
    if size.height >= 10 { (inspector, rest) = { ($0.bottom, $0.rest) }(rest.splitBottom(1)) }
    if size.height >= 5 { (ribbon, rest) = { ($0.bottom, $0.rest) }(rest.splitBottom(1)) }
    if size.height >= 8 { (tabs, rest) = { ($0.top, $0.rest) }(rest.splitTop(1)) }
    body = rest
    let focus = shown.contains(focus) ? focus : shown.last ?? .hex
    if isZoomed || shown.count == 1 || rest.height < 15 || rest.width < 60 {
      panes = [focus: rest]
    } else if shown.contains(.runs) {
      layRuns(rest)
    } else if rest.height >= 26, rest.width >= 110 {
      layWide(rest)
    } else {
      layNarrow(rest)
    }
  }

  /// The runs beside the map where it still has rows of 64 cells, else below it.
  private mutating func layRuns(_ area: Rect) {
    if area.width >= 120 {
      let columns = area.splitRight(area.width >= 180 ? 92 : min(54, area.width - 76))
      (panes[.map], panes[.runs]) = (columns.rest, columns.right)
    } else {
      let rows = area.splitBottom(area.height / 2)
      (panes[.map], panes[.runs]) = (rows.rest, rows.bottom)
    }
  }

  /// Header and features side by side, then the map, then the hex view, each as wide as the screen.
  private mutating func layNarrow(_ area: Rect) {
    let facts = area.splitTop(max(4, area.height * 6 / 19))
    let map = facts.rest.splitTop(max(4, facts.rest.height * 5 / 13))
    let columns = facts.top.splitLeft(facts.top.width * 42 / 80)
    panes[.header] = columns.left
    panes[.features] = columns.rest
    panes[.map] = map.top
    panes[.hex] = map.rest
  }

  /// Header over features on the left, the map beside them, the hex view below.
  private mutating func layWide(_ area: Rect) {
    let upper = area.splitTop(max(18, area.height * 11 / 20))
    let columns = upper.top.splitLeft(area.width >= 180 ? 56 : 42)
    let left = columns.left.splitBottom(min(9, upper.top.height / 2))
    panes[.header] = left.rest
    panes[.features] = left.bottom
    panes[.map] = columns.rest
    panes[.hex] = upper.rest
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
    panes.values.contains { $0.x == area.maxX && $0.y < area.maxY && area.y < $0.maxY }
  }

  /// The pane under a point.
  package func pane(at point: Point) -> Pane? { panes.first { $0.value.contains(point) }?.key }
}
