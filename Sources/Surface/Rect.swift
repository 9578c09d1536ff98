/// A block of cells; its width and height are never negative, and none of its sums trap.
package struct Rect: Hashable, Sendable {
  package let x: Int
  package let y: Int
  package let width: Int
  package let height: Int

  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The block of that size in the top left corner.
  package init(_ size: Size) {
    self.init(x: 0, y: 0, width: size.width, height: size.height)
  }

  package var size: Size { Size(width: width, height: height) }
  package var isEmpty: Bool { width == 0 || height == 0 }

  /// The first column to the right of the block.
  package var maxX: Int { x.saturatingAdd(width) }
  /// The first row below the block.
  package var maxY: Int { y.saturatingAdd(height) }

  package func contains(_ point: Point) -> Bool {
    point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
  }

  /// The block without `amount` columns and rows at each side; empty when nothing is left.
  package func inset(by amount: Int) -> Rect {
    let byX = amount.clamped(to: 0...width / 2 + 1)
    let byY = amount.clamped(to: 0...height / 2 + 1)
    return Rect(
      x: x.saturatingAdd(byX), y: y.saturatingAdd(byY),
      width: width - byX - min(byX, width - byX), height: height - byY - min(byY, height - byY))
  }

  /// What both blocks cover; empty when they do not meet.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left, y: top, width: min(maxX, other.maxX).saturatingSubtract(left),
      height: min(maxY, other.maxY).saturatingSubtract(top))
  }
}

/// Cutting a strip off one side: the strip first, then what remains.
///
/// A strip is never larger than the block and never negative.
extension Rect {
  package func splitTop(_ rows: Int) -> (top: Rect, rest: Rect) {
    let cut = rows.clamped(to: 0...height)
    return (rowStrip(from: 0, count: cut), rowStrip(from: cut, count: height - cut))
  }

  package func splitBottom(_ rows: Int) -> (bottom: Rect, rest: Rect) {
    let cut = rows.clamped(to: 0...height)
    return (rowStrip(from: height - cut, count: cut), rowStrip(from: 0, count: height - cut))
  }

  package func splitLeft(_ columns: Int) -> (left: Rect, rest: Rect) {
    let cut = columns.clamped(to: 0...width)
    return (columnStrip(from: 0, count: cut), columnStrip(from: cut, count: width - cut))
  }

  package func splitRight(_ columns: Int) -> (right: Rect, rest: Rect) {
    let cut = columns.clamped(to: 0...width)
    return (columnStrip(from: width - cut, count: cut), columnStrip(from: 0, count: width - cut))
  }

  private func rowStrip(from first: Int, count: Int) -> Rect {
    Rect(x: x, y: y.saturatingAdd(first), width: width, height: count)
  }

  private func columnStrip(from first: Int, count: Int) -> Rect {
    Rect(x: x.saturatingAdd(first), y: y, width: count, height: height)
  }
}
