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
    if helpTop != nil { return pressInHelp(key) }
    if prompt != nil { return pressInPrompt(key) }
    pressed.append(key)
    defer { showsContinuations = showsContinuations && !pressed.isEmpty }
    switch KeyTable.standard.match(pressed, in: contexts) {
    case .prefix: return []
    case .command(let command, let letter):
      pressed = []
      return perform(command, letter)
    case .none:
      let keys = pressed.map(\.description).joined(separator: " ")
      let isEscape = key.key == .escape
      pressed = []
      guard !isEscape else { return [] }
      message = Message(.warning, "\(keys) does nothing here, ? lists the keys")
      return [.beep]
    }
  }

  mutating func perform(_ command: Command, _ letter: Character? = nil) -> [Effect] {
    if command != .interrupt { interrupts = 0 }
    let place = cursor
    let effects = carryOut(command, letter)
    // Who has gone elsewhere must not be carried off by an answer to an older question.
    guard cursor != place, isSearching else { return effects }
    isSearching = false
    return effects + [.abandon(.search)]
  }

  private mutating func carryOut(_ command: Command, _ letter: Character?) -> [Effect] {
    switch command {
    case .left, .right, .up, .down, .halfPageUp, .halfPageDown, .pageUp, .pageDown, .rowStart,
      .rowEnd:
      move(command)
    case .first where hosts.isShown && focus == .map: moveInFile(to: .zero)
    case .last where hosts.isShown && focus == .map: moveInFile(to: HostOffset(facts.fileLength))
    case .first where focus.isList: move(.rowStart)
    case .last where focus.isList: move(.rowEnd)
    case .first where isInFile: moveInHex(to: 0)
    case .last where isInFile: moveInHex(to: max(hexSize, 1) - 1)
    case .first: jump(to: .zero)
    case .last: jump(to: image.geometry.end)
    case .goto(let form): ask(.goto(form))
    case .commandLine: ask(.command)
    case .motion(let motion): return start(motion)
    case .repeatMotion: return lastMotion.map { start($0) } ?? nothingToRepeat()
    case .reverseMotion: return reverse()
    case .back, .forward, .previousPlace: travel(command)
    case .setMark: setMark(letter)
    case .jumpToMark: jumpToMark(letter)
    case .enter where focus.isList: return choose()
    case .enter where hosts.isShown: return enterHostCell()
    case .wholeDisk: return choice == nil ? [] : [.showWhole]
    case .allowFile: return allowFile()
    case .reload: return [.reload]
    case .enter:
      guard let cell = cursorCell else { return [] }
      isSearching = true
      return [.searchAllocated(cell)]
    case .nextPane: focus(step: 1)
    case .previousPane: focus(step: -1)
    case .view(let screen): show(screen)
    case .zoomPane: zoomPane()
    case .mapIn, .mapOut, .mapFit: zoomMap(command)
    case .cycleColoring: cycleColoring()
    case .toggleSpace: focus == .hex ? toggleHexSpace() : toggleHosts()
    case .toggleRuns: toggleRuns()
    case .cycleRowWidth: cycleRowWidth()
    case .mark: toggleMarking()
    case .markWhole: markWhole()
    case .help: helpTop = 0
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .close: return close()
    case .quit: return [.quit]
    case .interrupt: return interrupt()
    case .resumeScan: return resumeScan()
    case .escape: dropSelection()
    }
    return []
  }

  private mutating func close() -> [Effect] {
    guard isZoomed, hasOtherPanes else { return [.quit] }
    isZoomed = false
    settle()
    return []
  }

  private mutating func zoomPane() {
    guard hasOtherPanes else {
      message = Message(.info, "this pane has all the room already")
      return
    }
    isZoomed.toggle()
    settle()
  }

  /// Stops the job that the user waits for, then the scan and the check; three unanswered ones leave.
  private mutating func interrupt() -> [Effect] {
    if isSearching { return [.cancel(.search)] }
    let isChecking = audit.state == .running
    if isChecking, screen.needsCheck { return [.cancel(.check)] }
    if progress.tables > 0, !progress.isFinished, !progress.wasStopped { return [.cancel(.scan)] }
    if isChecking { return [.cancel(.check)] }
    interrupts += 1
    message = Message(.info, "nothing is running, q quits")
    return interrupts >= 3 ? [.quit] : []
  }

  private mutating func resumeScan() -> [Effect] {
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

  private mutating func pressInHelp(_ key: KeyPress) -> [Effect] {
    let top = helpTop ?? 0
    let page = max(1, layout.body.height - 1)
    pressed.append(key)
    let match = KeyTable.standard.match(pressed, in: [.browse])
    if match == .prefix { return [] }
    pressed = []
    showsContinuations = false
    guard case .command(let command, _) = match else { return [] }
    switch command {
    case .down: helpTop = top + 1
    case .up: helpTop = max(0, top - 1)
    case .pageDown, .halfPageDown: helpTop = top + page
    case .pageUp, .halfPageUp: helpTop = max(0, top - page)
    case .first, .rowStart: helpTop = 0
    case .last, .rowEnd: helpTop = .max
    case .close, .help, .escape: helpTop = nil
    case .quit: return [.quit]
    case .interrupt: return perform(.interrupt)
    default: break
    }
    helpTop = helpTop.map { min($0, max(0, HelpPage.lines.count - page)) }
    return []
  }

  private mutating func focus(step: Int) {
    let panes = panes(of: screen)
    let index = panes.firstIndex(of: focus) ?? 0
    focus = panes[(index + step + panes.count) % panes.count]
    settle()
  }

  /// Shows a view; the focus stays where it can.
  package mutating func show(_ screen: Screen) {
    lastFocus[self.screen] = focus
    self.screen = screen
    let panes = panes(of: screen)
    focus = lastFocus[screen].flatMap { panes.contains($0) ? $0 : nil } ?? panes[panes.count - 1]
    settle()
  }

  private mutating func cycleRowWidth() {
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
