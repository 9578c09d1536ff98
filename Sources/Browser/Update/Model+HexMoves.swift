internal import QCOW2
internal import Surface

extension Model {
  /// Puts the cursor of the hex view on a byte of the space that is shown.
  mutating func moveInHex(to place: UInt64) {
    switch hexSpace {
    case .guest: cursor = GuestOffset(place)
    case .host:
      (hosts.cursor, hosts.leads, hosts.follows) = (HostOffset(place), true, false)
    }
    settle()
    followFile()
  }

  /// Brings the view to the cursor.
  mutating func settleHex(isJump: Bool) {
    guard let hex = hexLayout, let rows = layout.content(of: .hex)?.height else { return }
    scrollHex(to: Self.hexTop(hex, rows: rows, top: hexStart, cursor: hexPlace, isJump: isJump))
  }

  mutating func scrollHex(to place: UInt64) {
    switch hexSpace {
    case .guest: hexTop = GuestOffset(place)
    case .host: hostTop = HostOffset(place)
    }
  }

  /// Scrolls as little as possible; a jump out of sight puts its target a third down the view.
  private static func hexTop(
    _ layout: HexLayout, rows: Int, top: UInt64, cursor: UInt64, isJump: Bool
  ) -> UInt64 {
    let width = UInt64(layout.bytesPerRow)
    let row = cursor / width
    let first = top / width
    let count = UInt64(max(1, rows))
    if row >= first, row - first < count { return first * width }
    if isJump { return (row > count / 3 ? row - count / 3 : 0) * width }
    return (row < first ? row : row - count + 1) * width
  }

  /// Moves the cursor of the hex view.
  mutating func moveInHex(_ move: Move) {
    guard let hex = hexLayout, let rows = layout.content(of: .hex)?.height else { return }
    let width = UInt64(hex.bytesPerRow)
    let half = width * UInt64(max(1, rows / 2))
    let inRow = hexPlace % width
    switch move {
    case .left: step(by: 1, forward: false)
    case .right: step(by: 1, forward: true)
    case .up: step(by: width, forward: false, column: width)
    case .down: step(by: width, forward: true, column: width)
    case .halfPageUp: step(by: half, forward: false, column: width)
    case .halfPageDown: step(by: half, forward: true, column: width)
    case .pageUp: page(by: width * UInt64(max(1, rows)), forward: false, width)
    case .pageDown: page(by: width * UInt64(max(1, rows)), forward: true, width)
    case .rowStart: step(by: inRow, forward: false)
    case .rowEnd: step(by: width - 1 - inRow, forward: true)
    }
  }

  /// Moves the cursor by bytes and stops at the ends of the space, or in the same column of rows of
  /// `column` bytes before it.
  private mutating func step(by bytes: UInt64, forward: Bool, column: UInt64? = nil) {
    let last = max(hexSize, 1) - 1
    let place = hexPlace
    if forward {
      let room = last - min(last, place)
      moveInHex(
        to: bytes <= room ? place + bytes : column.map { place + room / $0 * $0 } ?? last)
    } else {
      moveInHex(to: bytes <= place ? place - bytes : column.map { place % $0 } ?? 0)
    }
  }

  /// Moves view and cursor together, so that a page down shows the next page whole.
  private mutating func page(by bytes: UInt64, forward: Bool, _ width: UInt64) {
    let top = hexStart
    if !forward {
      scrollHex(to: top > bytes ? top - bytes : 0)
    } else if hexSize > bytes, top < hexSize - bytes {
      scrollHex(to: top + bytes)
    }
    step(by: bytes, forward: forward, column: width)
  }
}
