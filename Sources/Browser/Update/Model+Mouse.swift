internal import QCOW2
internal import Surface

extension Model {
  mutating func point(_ mouse: MouseEvent, _ now: ContinuousClock.Instant) -> [Effect] {
    if let effects = pointAtPopup(mouse) { return effects }
    guard prompt == nil else { return [] }
    guard overlay == nil else { return pointInOverlay(mouse) }
    switch mouse.kind {
    case .press(1): return click(mouse.point, now)
    case .press(3): openMenu(at: mouse.point)
    case .drag:
      if focus == .hex { markFromHere() }
      aim(mouse.point)
      return []
    case .wheelUp: scroll(at: mouse.point, down: false, zooms: mouse.modifiers.contains(.control))
    case .wheelDown: scroll(at: mouse.point, down: true, zooms: mouse.modifiers.contains(.control))
    case .press, .release: break
    }
    return []
  }

  /// A click on a row of the popup takes it, one beside it closes a menu; nil where there is none.
  private mutating func pointAtPopup(_ mouse: MouseEvent) -> [Effect]? {
    guard let popup else { return nil }
    let isMenu = shell.menu != nil
    guard case .press(1) = mouse.kind, let row = popup.row(at: mouse.point) else {
      if isMenu, case .press = mouse.kind { shell.menu = nil }
      return isMenu ? [] : nil
    }
    if let menu = shell.menu {
      shell.menu = nil
      return perform(menu.commands[row])
    }
    if prompt?.completion != nil {
      prompt?.take(choice: row)
      return previewPrompt()
    }
    return KeyPress(popup.rows[row].key).map { update(.key($0)) } ?? []
  }

  /// Opens the menu of the pane under the pointer.
  private mutating func openMenu(at point: Point) {
    guard let pane = layout.pane(at: point) else { return }
    focus = pane
    settle()
    aim(point)
    openMenu(paneMenu)
  }

  /// The wheel scrolls the page, a click on a line that can be chosen chooses it.
  private mutating func pointInOverlay(_ mouse: MouseEvent) -> [Effect] {
    switch mouse.kind {
    case .wheelDown: for _ in 0..<3 { moveInOverlay(.down) }
    case .wheelUp: for _ in 0..<3 { moveInOverlay(.up) }
    case .press(1):
      let row = (overlay?.top ?? 0) + mouse.point.y - layout.body.y - 1
      guard layout.body.contains(mouse.point), overlay?.chosen != nil,
        pageLines.indices.contains(row)
      else { break }
      overlay?.chosen = row
    default: break
    }
    return []
  }

  private mutating func click(_ point: Point, _ now: ContinuousClock.Instant) -> [Effect] {
    let hadMessage = message != nil
    message = nil
    let isDouble =
      lastClick.map { $0.point == point && now - $0.time < .milliseconds(400) } ?? false
    lastClick = isDouble ? nil : Click(point: point, time: now)
    if let tabs = layout.tabs, tabs.contains(point) {
      let labels = Tabs(self, width: tabs.width)
      if let screen = labels.screen(at: point.x - tabs.x) { show(screen) }
      return []
    }
    if let line = layout.ribbon, line.contains(point) {
      chooseHop(at: point.x - line.x)
      return isDouble ? openHop() : []
    }
    if let line = layout.bottom, line.contains(point), !hadMessage, pressed.isEmpty {
      let command = Hints(self, width: line.width).command(at: point.x - line.x)
      return command.map { perform($0) } ?? []
    }
    guard let pane = layout.pane(at: point) else { return [] }
    focus = pane
    if pane == .hex { dropSelection() }
    settle()
    aim(point)
    guard isDouble,
      case .command(let command, _) = KeyTable.standard.match([KeyPress(.enter)], in: contexts)
    else { return [] }
    return perform(command)
  }

  /// Puts the cursor where the pointer is.
  private mutating func aim(_ point: Point) {
    guard let area = layout.content(of: focus), area.contains(point) else { return }
    if focus.isList {
      return choose(at: point, ListLayout(area, hasDetails: focus.hasDetails).rows)
    }
    let x = point.x - area.x
    let y = point.y - area.y
    if focus == .map, let map = hostLayout {
      let place = map.offset(x: x, y: y, top: hosts.top, cellBits: hostCellBits(map))
      if let place, place.rawValue < map.size { moveInFile(to: place) }
      return
    }
    if focus == .hex {
      if let place = hexLayout?.offset(x: x, y: y, top: hexStart), place < hexSize {
        moveInHex(to: place)
      }
      return
    }
    guard focus == .map, let map = mapLayout,
      let target = map.offset(x: x, y: y, top: mapTop, cellBits: cellBits(map)),
      target < image.geometry.end
    else { return }
    cursor = target
    settle()
  }

  /// Chooses the row under the pointer.
  private mutating func choose(at point: Point, _ rows: Rect) {
    let count = shownCount(focus)
    guard rows.contains(point), count > 0 else { return }
    let top = max(0, min(scroll[focus] ?? 0, count - rows.height))
    guard top + point.y - rows.y < count else { return }
    chosen[focus] = arrangement(of: focus).row(at: top + point.y - rows.y)
    if focus == .tables { linkEntry() }
  }

  /// Scrolls the pane under the pointer by three rows without taking the focus.
  private mutating func scroll(at point: Point, down: Bool, zooms: Bool) {
    guard let pane = layout.pane(at: point) else { return }
    if zooms, pane == .map { return zoomMap(down ? .out : .in) }
    let focused = focus
    focus = pane
    for _ in 0..<3 { move(down ? .down : .up) }
    focus = focused
    settle()
  }
}

extension HexLayout {
  /// The byte at a place of the pane: over its digits or its character.
  func offset(x: Int, y: Int, top: UInt64) -> UInt64? {
    let index = (0..<bytesPerRow).first {
      (column(ofByte: $0)...column(ofByte: $0) + 1).contains(x) || column(ofText: $0) == x
    }
    return index.map { top &+ UInt64(y * bytesPerRow + $0) }
  }
}

extension MapLayout {
  /// The start of the cell at a place of the pane.
  func offset<Offset: ByteOffset>(x: Int, y: Int, top: Offset, cellBits: Int) -> Offset? {
    let column = x - labelWidth
    guard (0..<columns).contains(column), (0..<lines).contains(y) else { return nil }
    let cell = y * mode.rows * cellsPerRow + column * mode.columns
    return top + UInt64(cell) << UInt64(cellBits)
  }
}
