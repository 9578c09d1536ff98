internal import QCOW2
internal import Surface

extension MapCell {
  /// Whether anything is there that a cell of one dot or half a character can tell.
  private var isThere: Bool {
    let scalar = drawn(.ascii, isCursor: false).scalar
    // A lone hole has a letter of its own, and still nothing is there.
    return scalar != " " && !isUnread && !(isSingle && scalar == ".")
  }

  private var isUnread: Bool { counts.total == 0 }

  /// Two cells on one character, the colour of each its own.
  static func halves(_ upper: MapCell, _ lower: MapCell?, _ glyphs: Glyphs) -> Cell {
    let (top, bottom) = (
      upper.drawn(glyphs, isCursor: false), lower?.drawn(glyphs, isCursor: false)
    )
    let (hasTop, hasBottom) = (upper.isThere, lower?.isThere ?? false)
    guard let bottom, hasBottom else {
      return hasTop
        ? Cell(glyphs.upperHalf, top.style)
        : upper.isUnread ? Cell(glyphs.unread, top.style) : Cell(" ", top.style)
    }
    guard hasTop else { return Cell(glyphs.lowerHalf, bottom.style) }
    guard top.style.role != bottom.style.role else { return Cell(glyphs.shades[4], top.style) }
    return Cell(glyphs.upperHalf, Style(top.style.role, below: bottom.style.role))
  }

  /// Eight cells on one character: a dot for each that has anything, in the colour of the worst or
  /// else of the first.
  static func dots(_ cells: [MapCell?], _ glyphs: Glyphs) -> Cell {
    let there = cells.map { $0?.isThere ?? false }
    let known = zip(cells, there).compactMap { $1 ? $0 : nil }
    guard let first = known.first else {
      let isUnread = cells.contains { $0?.isUnread ?? false }
      return Cell(isUnread ? glyphs.unread : " ", Style(isUnread ? .unread : .hole))
    }
    let bad = known.first { $0.isMarked || $0.counts[.damaged] > 0 }
    let style = (bad ?? first).drawn(glyphs, isCursor: false).style
    return Cell(glyphs.dots(there), Style(style.role, style.traits))
  }
}
