internal import QCOW2
internal import Surface

extension Model {
  /// Brings the cursor onto the disk and both views to it, after anything that may have moved them.
  package mutating func settle(isJump: Bool = false) {
    let size = image.geometry.virtualSize
    cursor = GuestOffset(min(cursor.rawValue, max(size, 1) - 1))
    if let hex = hexLayout, let rows = layout.content(of: .hex)?.height {
      hexTop = Self.hexTop(hex, rows: rows, top: hexTop, cursor: cursor, isJump: isJump)
    }
    if let map = mapLayout { mapTop = map.top(mapTop, cellBits: cellBits(map), showing: cursor) }
    if path.first?.guest != cursor { run = run.flatMap { $0.range.contains(cursor) ? $0 : nil } }
  }

  /// Scrolls as little as possible; a jump out of sight puts its target a third down the view.
  private static func hexTop(
    _ layout: HexLayout, rows: Int, top: GuestOffset, cursor: GuestOffset, isJump: Bool
  ) -> GuestOffset {
    let width = UInt64(layout.bytesPerRow)
    let row = cursor.rawValue / width
    let first = top.rawValue / width
    let count = UInt64(max(1, rows))
    if row >= first, row - first < count { return GuestOffset(first * width) }
    if isJump { return GuestOffset((row > count / 3 ? row - count / 3 : 0) * width) }
    return GuestOffset((row < first ? row : row - count + 1) * width)
  }

  /// Moves within the focused pane.
  mutating func move(_ command: Command) {
    switch focus {
    case .hex: moveInHex(command)
    case .map: moveInMap(command)
    case .header, .features: scrollList(command)
    case .snapshots, .bitmaps, .chain, .check, .space: moveInList(command)
    }
  }

  private mutating func moveInHex(_ command: Command) {
    guard let hex = hexLayout, let rows = layout.content(of: .hex)?.height else { return }
    let width = UInt64(hex.bytesPerRow)
    let inRow = cursor.rawValue % width
    switch command {
    case .left: step(by: 1, forward: false)
    case .right: step(by: 1, forward: true)
    case .up: step(by: width, forward: false, keepsColumn: true)
    case .down: step(by: width, forward: true, keepsColumn: true)
    case .halfPageUp: step(by: width * UInt64(max(1, rows / 2)), forward: false, keepsColumn: true)
    case .halfPageDown: step(by: width * UInt64(max(1, rows / 2)), forward: true, keepsColumn: true)
    case .pageUp: page(by: width * UInt64(max(1, rows)), forward: false)
    case .pageDown: page(by: width * UInt64(max(1, rows)), forward: true)
    case .rowStart: step(by: inRow, forward: false)
    case .rowEnd: step(by: width - 1 - inRow, forward: true)
    default: break
    }
  }

  /// Moves the cursor by bytes and stops at the ends of the disk, or in the same column before it.
  private mutating func step(by bytes: UInt64, forward: Bool, keepsColumn: Bool = false) {
    let last = max(image.geometry.virtualSize, 1) - 1
    if forward {
      let room = last - cursor.rawValue
      if bytes <= room {
        cursor = cursor + bytes
      } else if keepsColumn, let width = hexLayout.map({ UInt64($0.bytesPerRow) }) {
        cursor = cursor + room / width * width
      } else {
        cursor = GuestOffset(last)
      }
    } else if bytes <= cursor.rawValue {
      cursor = GuestOffset(cursor.rawValue - bytes)
    } else {
      let width = hexLayout.map { UInt64($0.bytesPerRow) } ?? 1
      cursor = GuestOffset(keepsColumn ? cursor.rawValue % width : 0)
    }
    settle()
  }

  /// Moves view and cursor together, so that a page down shows the next page whole.
  private mutating func page(by bytes: UInt64, forward: Bool) {
    let size = image.geometry.virtualSize
    if forward {
      if hexTop.rawValue + bytes < size { hexTop = hexTop + bytes }
    } else {
      hexTop = GuestOffset(hexTop.rawValue > bytes ? hexTop.rawValue - bytes : 0)
    }
    step(by: bytes, forward: forward, keepsColumn: true)
  }

  private mutating func moveInMap(_ command: Command) {
    guard let map = mapLayout else { return }
    let cell: UInt64 = 1 << UInt64(cellBits(map))
    let row = map.rowBytes(cellBits(map))
    let rows = UInt64(map.rows)
    let inRow = cursor.rawValue % row
    switch command {
    case .left: stepToCell(by: cell, forward: false, cell)
    case .right: stepToCell(by: cell, forward: true, cell)
    case .up: stepByRows(1, forward: false, cell, row)
    case .down: stepByRows(1, forward: true, cell, row)
    case .halfPageUp: stepByRows(max(1, rows / 2), forward: false, cell, row)
    case .halfPageDown: stepByRows(max(1, rows / 2), forward: true, cell, row)
    case .pageUp: stepByRows(rows, forward: false, cell, row)
    case .pageDown: stepByRows(rows, forward: true, cell, row)
    case .rowStart: stepToCell(by: inRow / cell * cell, forward: false, cell)
    case .rowEnd: stepToCell(by: row - cell - inRow / cell * cell, forward: true, cell)
    default: break
    }
  }

  /// Goes as many of `count` rows as there are, in the same column.
  private mutating func stepByRows(_ count: UInt64, forward: Bool, _ cell: UInt64, _ row: UInt64) {
    let last = (max(image.geometry.virtualSize, 1) - 1) / cell * cell
    let start = cursor.rawValue / cell * cell
    let room = (forward ? last - start : start) / row
    stepToCell(by: min(count, room) * row, forward: forward, cell)
  }

  /// Moves to the start of a cell and stops at the ends of the disk.
  private mutating func stepToCell(by bytes: UInt64, forward: Bool, _ cell: UInt64) {
    let start = cursor.rawValue / cell * cell
    let last = (max(image.geometry.virtualSize, 1) - 1) / cell * cell
    if forward {
      cursor = GuestOffset(min(last, start.addingReportingOverflow(bytes).partialValue))
    } else {
      cursor = GuestOffset(start >= bytes ? start - bytes : 0)
    }
    settle(isJump: true)
  }

  private mutating func scrollList(_ command: Command) {
    guard let rows = layout.content(of: focus)?.height else { return }
    let count = focus == .header ? facts.rows.count : facts.features.count
    let most = max(0, count - rows)
    let top = min(scroll[focus] ?? 0, most)
    scroll[focus] = Self.stepped(top, command, page: rows, last: most)
  }

  /// Moves the chosen row and keeps it in sight.
  private mutating func moveInList(_ command: Command) {
    guard let area = layout.content(of: focus) else { return }
    let rows = max(1, ListLayout(area).rows.height)
    let last = max(0, listCount(focus) - 1)
    let row = Self.stepped(min(chosen[focus] ?? 0, last), command, page: rows, last: last)
    chosen[focus] = row
    scroll[focus] = max(row - rows + 1, min(scroll[focus] ?? 0, row))
  }

  private static func stepped(_ row: Int, _ command: Command, page: Int, last: Int) -> Int {
    let target =
      switch command {
      case .up: row - 1
      case .down: row + 1
      case .halfPageUp: row - max(1, page / 2)
      case .halfPageDown: row + max(1, page / 2)
      case .pageUp: row - page
      case .pageDown: row + page
      case .rowStart: 0
      case .rowEnd: last
      default: row
      }
    return min(max(0, target), last)
  }

  mutating func zoomMap(_ command: Command) {
    guard let map = mapLayout else {
      message = Message(.info, "the map is not on the screen, 2 shows it")
      return
    }
    let bits = cellBits(map)
    switch command {
    case .mapIn where bits > map.unitBits: wantedCellBits = bits - 1
    case .mapOut where bits < map.fittingBits: wantedCellBits = bits + 1
    case .mapFit: wantedCellBits = nil
    default:
      let unit = image.geometry.hasExtendedL2 ? "subcluster" : "cluster"
      let isFinest = command == .mapIn
      message = Message(
        .info, isFinest ? "one \(unit) a cell: no finer" : "the whole disk is on the map")
    }
    // A map zoomed out all the way follows the screen again.
    if let wanted = wantedCellBits, wanted >= map.fittingBits { wantedCellBits = nil }
    settle()
  }
}
