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
    hosts.cursor = HostOffset(min(hosts.cursor.rawValue, max(facts.fileLength, 1) - 1))
    if let map = hostLayout {
      hosts.top = map.top(hosts.top, cellBits: hostCellBits(map), showing: hosts.cursor)
    }
    if focus != .runs { chooseRun(at: cursor) }
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
    case .snapshots, .bitmaps, .chain, .check, .space, .runs: moveInList(command)
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

  /// Moves through the cells of the disk or, where that is shown, of the file.
  private mutating func moveInMap(_ command: Command) {
    if let map = hostLayout {
      hosts.cursor = map.moved(hosts.cursor, command, cellBits: hostCellBits(map))
      hosts.leads = true
    } else if let map = mapLayout {
      cursor = map.moved(cursor, command, cellBits: cellBits(map))
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
    let rows = max(1, ListLayout(area, hasDetails: focus.hasDetails).rows.height)
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

  /// Makes the cells of the disk's map or, where that is shown, of the file's smaller or larger.
  mutating func zoomMap(_ command: Command) {
    if let map = hostLayout {
      zoom(map, hostCellBits(map), \.hosts.wantedCellBits, command, whole: "file", unit: "cluster")
    } else if let map = mapLayout {
      let unit = image.geometry.hasExtendedL2 ? "subcluster" : "cluster"
      zoom(map, cellBits(map), \.wantedCellBits, command, whole: "disk", unit: unit)
    } else {
      message = Message(.info, "the map is not on the screen, 2 shows it")
    }
  }

  private mutating func zoom(
    _ map: MapLayout, _ bits: Int, _ wanted: WritableKeyPath<Model, Int?>, _ command: Command,
    whole: String, unit: String
  ) {
    switch command {
    case .mapIn where bits > map.unitBits: self[keyPath: wanted] = bits - 1
    case .mapOut where bits < map.fittingBits: self[keyPath: wanted] = bits + 1
    case .mapFit: self[keyPath: wanted] = nil
    case .mapIn: message = Message(.info, "one \(unit) a cell: no finer")
    default: message = Message(.info, "the whole \(whole) is on the map")
    }
    // A map zoomed out all the way follows the screen again.
    if let bits = self[keyPath: wanted], bits >= map.fittingBits { self[keyPath: wanted] = nil }
    settle()
  }
}
