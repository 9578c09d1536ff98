internal import QCOW2
package import Surface

extension Model {
  /// Applies an event. `now` tells double clicks.
  package mutating func update(
    _ event: Event, now: ContinuousClock.Instant = .now
  ) -> [Effect] {
    switch event {
    case .key(let key): return press(key)
    case .mouse(let mouse): return point(mouse, now)
    case .paste(let text): return paste(text)
    case .resize(let size):
      self.size = size
      settle()
      return []
    case .redraw: return [.redraw]
    case .wake: return []
    case .interrupt: return interrupt()
    case .terminate, .lost: return [.quit]
    }
  }

  private mutating func press(_ key: KeyPress) -> [Effect] {
    // These two work everywhere, in prompts too.
    if key == KeyPress(.character("Z"), .control) { return [.suspend] }
    if key == KeyPress(.character("L"), .control) { return [.redraw] }
    message = nil
    if prompt != nil { return pressInPrompt(key) }
    if shell.offersTour {
      shell.offersTour = false
      if key == KeyPress(.character("y")) { return [.openDemo] }
    }
    if shell.menu != nil, let effects = pressInMenu(key) { return effects }
    pressed.append(key)
    defer { showsContinuations = showsContinuations && !pressed.isEmpty }
    switch KeyTable.standard.match(pressed, in: contexts) {
    case .prefix: return []
    case .command(let command, let letter):
      pressed = []
      return perform(command, Operand(letter: letter))
    case .none:
      let keys = pressed.map(\.description).joined(separator: " ")
      let isEscape = key.key == .escape
      pressed = []
      guard !isEscape else { return [] }
      message = Message(.warning, "\(keys) does nothing here, ? lists the keys")
      return [.beep]
    }
  }

  /// Does what a key or a click stands for, after asking for what it works on.
  mutating func perform(_ command: Command, _ argument: Operand = Operand()) -> [Effect] {
    guard !command.asks(argument) else {
      ask(.argument(of: command.name))
      return []
    }
    do throws(Fault) {
      return try carryOut(command, argument)
    } catch {
      message = Message(.warning, error.description)
      return [.beep]
    }
  }

  mutating func carryOut(_ command: Command, _ argument: Operand) throws(Fault) -> [Effect] {
    let (place, unanswered) = (cursor, interrupts)
    let effects = try command.run(&self, argument)
    if interrupts == unanswered { interrupts = 0 }
    if command.name != "close" { shell.isLeaving = false }
    // Who has gone elsewhere must not be carried off by an answer to an older question.
    guard cursor != place, isSearching else { return effects }
    isSearching = false
    return effects + [.abandon(.search)]
  }

  /// Says something that is no fault.
  mutating func tell(_ text: String) { message = Message(.info, text) }

  mutating func toggleHelp() { toggle(Overlay(.help)) }

  /// Drops the page over the panes, or the selection; never leaves.
  mutating func escape() {
    guard overlay == nil else { return overlay = nil }
    if shownHop != nil { chosenHop = nil } else { dropSelection() }
  }

  /// Hex view at the first allocated byte of the map's cell.
  mutating func enterCell() -> [Effect] {
    guard let cell = cursorCell else { return [] }
    isSearching = true
    return [.searchAllocated(cell)]
  }

  /// Makes the focused pane larger or smaller, within bounds that the layout keeps.
  mutating func growPane(by rows: Int) {
    guard hasOtherPanes, !isZoomed else { return tell("this pane has all the room already") }
    let before = layout.panes
    shell.growth[focus, default: 0] += rows
    if layout.panes == before {
      shell.growth[focus, default: 0] -= rows
      tell(rows > 0 ? "the pane cannot be larger" : "the pane cannot be smaller")
    }
    settle()
  }

  mutating func zoomPane() {
    guard hasOtherPanes else {
      message = Message(.info, "this pane has all the room already")
      return
    }
    isZoomed.toggle()
    settle()
  }

  /// Stops the job that the user waits for, then the scan and the check; three unanswered ones leave.
  mutating func interrupt() -> [Effect] {
    if isSearching { return [.cancel(.search)] }
    if let kind = JobKind.outliving.first(where: shell.running.contains) { return [.cancel(kind)] }
    if hosts.isShown, shell.running.contains(.hosts) { return stop(.hosts) }
    if showsContent, shell.running.contains(.tint) { return [.cancel(.tint)] }
    if shell.running.contains(.compare) { return [.cancel(.compare)] }
    if shell.running.contains(.save) { return stop(.save) }
    if showsHits, shell.running.contains(.hits) { return [.cancel(.hits)] }
    let readers: [JobKind] = [.explanation, .entries, .field, .shape]
    if let kind = readers.first(where: shell.running.contains) { return stop(kind) }
    let isChecking = audit.state == .running
    if isChecking, screen.needsCheck { return [.cancel(.check)] }
    if progress.tables > 0, !progress.isFinished, !progress.wasStopped { return [.cancel(.scan)] }
    if isChecking { return [.cancel(.check)] }
    interrupts += 1
    message = Message(.info, "nothing is running, q quits")
    return interrupts >= 3 ? [.quit] : []
  }

  mutating func resumeScan() -> [Effect] {
    if hosts.isShown, hosts.failure != nil {
      hosts.failure = nil
      return [.recount]
    }
    if showsContent, case .classes(let grid)? = tint, grid.wasStopped { return [.recolor] }
    if comparison?.grid.wasStopped == true { return [.goOnComparing] }
    if screen.needsCheck, audit.canStartAgain {
      audit = Audit()
      return []
    }
    guard progress.wasStopped else {
      message = Message(.info, progress.isFinished ? "the scan is done" : "the scan runs")
      return []
    }
    return [.resumeScan]
  }

  /// Whether the map is on the screen, coloured by what the bytes are.
  private var showsContent: Bool {
    mapLayout != nil && !hosts.isShown
      && [.scheme(.content), .scheme(.difference)].contains(coloring)
  }

  mutating func focus(step: Int) {
    let panes = panes(of: screen)
    let index = panes.firstIndex(of: focus) ?? 0
    focus = panes[(index + step + panes.count) % panes.count]
    settle()
  }

  /// Shows a view; the focus stays where it can.
  package mutating func show(_ screen: Screen) {
    lastFocus[self.screen] = focus
    if screen == .marks, self.screen != .marks { screenBelow = self.screen }
    self.screen = screen
    let panes = panes(of: screen)
    focus = lastFocus[screen].flatMap { panes.contains($0) ? $0 : nil } ?? panes[panes.count - 1]
    settle()
  }

  mutating func cycleRowWidth() {
    guard hexLayout != nil else { return tell("the hex view is not on the screen, 3 shows it") }
    wantedRowWidth =
      switch wantedRowWidth {
      case nil: 8
      case 8: 16
      case 16: 32
      default: nil
      }
    let wanted = wantedRowWidth.map { "\($0)" } ?? "as many as fit"
    var note = ""
    if let wantedRowWidth, let shown = hexLayout?.bytesPerRow, shown < wantedRowWidth {
      note = ", here only \(shown) fit"
    }
    message = Message(.info, "bytes per row: \(wanted)\(note)")
    settle()
  }
}
