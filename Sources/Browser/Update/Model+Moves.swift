internal import QCOW2
internal import Surface

extension Model {
  /// Brings the cursor onto the disk and both views to it, after anything that may have moved them.
  package mutating func settle(isJump: Bool = false) {
    let size = image.geometry.virtualSize
    cursor = GuestOffset(min(cursor.rawValue, max(size, 1) - 1))
    if let map = mapLayout { mapTop = map.top(mapTop, cellBits: cellBits(map), showing: cursor) }
    hosts.cursor = HostOffset(min(hosts.cursor.rawValue, max(facts.fileLength, 1) - 1))
    settleHex(isJump: isJump)
    if let map = hostLayout {
      hosts.top = map.top(hosts.top, cellBits: hostCellBits(map), showing: hosts.cursor)
    }
    if focus != .runs { chooseRun(at: cursor) }
    followInTables()
    if screen == .marks { arrange(.marks) }
    if let marking, marking.unit == .hit, marking.start.lowerBound != hexPlace { dropSelection() }
    if path.first?.guest != cursor { run = run.flatMap { $0.range.contains(cursor) ? $0 : nil } }
  }

  /// Moves within the focused pane or the page over the panes.
  mutating func move(_ move: Move) {
    guard overlay == nil else { return moveInOverlay(move) }
    switch focus {
    case .hex: moveInHex(move)
    case .map: moveInMap(move)
    case .header, .features: scrollList(move)
    case .tables: moveInTables(move)
    case .snapshots, .bitmaps, .chain, .check, .volumes, .space, .runs, .fileRuns, .hits, .marks:
      moveInList(move)
    }
  }

  /// Moves through the cells of the disk or, where that is shown, of the file.
  private mutating func moveInMap(_ move: Move) {
    if let map = hostLayout {
      hosts.cursor = map.moved(hosts.cursor, move, cellBits: hostCellBits(map))
      hosts.leads = true
    } else if let map = mapLayout {
      cursor = map.moved(cursor, move, cellBits: cellBits(map))
    }
    settle(isJump: true)
  }

  private mutating func scrollList(_ move: Move) {
    guard let rows = layout.content(of: focus)?.height else { return }
    let count = focus == .header ? facts.rows.count : facts.features.count
    let most = max(0, count - rows)
    let top = min(scroll[focus] ?? 0, most)
    scroll[focus] = Self.stepped(top, move, page: rows, last: most)
  }

  /// Moves the chosen row and keeps it in sight.
  mutating func moveInList(_ move: Move) {
    guard let area = layout.content(of: focus) else { return }
    let rows = max(1, ListLayout(area, hasDetails: focus.hasDetails).rows.height)
    let last = max(0, shownCount(focus) - 1)
    let place = Self.stepped(chosenPlace(of: focus), move, page: rows, last: last)
    chosen[focus] = arrangement(of: focus).row(at: place)
    scroll[focus] = max(place - rows + 1, min(scroll[focus] ?? 0, place))
  }

  static func stepped(_ row: Int, _ move: Move, page: Int, last: Int) -> Int {
    let target =
      switch move {
      case .up: row - 1
      case .down: row + 1
      case .halfPageUp: row - max(1, page / 2)
      case .halfPageDown: row + max(1, page / 2)
      case .pageUp: row - page
      case .pageDown: row + page
      case .rowStart: 0
      case .rowEnd: last
      case .left, .right: row
      }
    return min(max(0, target), last)
  }

  /// Makes the cells of the disk's map or, where that is shown, of the file's smaller or larger.
  mutating func zoomMap(_ command: Zoom) {
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
    _ map: MapLayout, _ bits: Int, _ wanted: WritableKeyPath<Model, Int?>, _ command: Zoom,
    whole: String, unit: String
  ) {
    switch command {
    case .in where bits > map.unitBits: self[keyPath: wanted] = bits - 1
    case .out where bits < map.fittingBits: self[keyPath: wanted] = bits + 1
    case .fit: self[keyPath: wanted] = nil
    case .in: message = Message(.info, "one \(unit) a cell: no finer")
    default: message = Message(.info, "the whole \(whole) is on the map")
    }
    // A map zoomed out all the way follows the screen again.
    if let bits = self[keyPath: wanted], bits >= map.fittingBits { self[keyPath: wanted] = nil }
    settle()
  }
}
