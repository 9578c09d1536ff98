internal import QCOW2
internal import Surface

extension Model {
  /// The panes of a view, in the order of Tab.
  package func panes(of screen: Screen) -> [Pane] {
    switch screen {
    case .map where showsRuns: [.map, hosts.isShown ? .fileRuns : .runs]
    case .hex where hunt.showsList: [.hits, .hex]
    default: screen.panes
    }
  }

  /// The runs that are to be read, or nil where the list has what is needed.
  package var wantedRuns: RunList.Request? {
    guard layout.panes[.runs] != nil, image.geometry.virtualSize > 0 else { return nil }
    let isArranged = arrangements[.runs] != nil
    var wanted = RunList.Request(
      place: cursor, reach: isArranged ? RunList.far : RunList.near, states: shownStates)
    guard let runs, runs.request.states == wanted.states, runs.request.reach >= wanted.reach else {
      return wanted
    }
    // The order of a sorted list says nothing of what comes next on the disk.
    guard !isArranged else { return nil }
    if focus == .runs, let chosen = chosenRun?.start { wanted.place = chosen }
    let row = runs.index(of: wanted.place) ?? runs.rows.count
    return runs.isShort(at: row) ? wanted : nil
  }

  /// The run that is chosen in the list.
  var chosenRun: Extent? {
    guard let rows = runs?.rows else { return nil }
    return chosenRow(of: .runs).flatMap { rows.indices.contains($0) ? rows[$0] : nil }
  }

  /// Opens the list of runs of what the map shows beside it, or closes it.
  mutating func toggleRuns() {
    let isOpen = showsRuns && screen == .map
    showsRuns = !isOpen
    if screen != .map { show(.map) }
    hosts.showsGhosts = false
    focus = !showsRuns ? .map : hosts.isShown ? .fileRuns : .runs
    chooseRun(at: cursor)
    chooseFileRun(at: hosts.cursor)
    settle()
  }

  /// Takes the runs around a place.
  mutating func take(_ runs: RunList) {
    let place = focus == .runs ? chosenRun?.start ?? cursor : cursor
    self.runs = runs
    arrange(.runs)
    chooseRun(at: place)
  }

  /// Chooses the run that has a place, and brings it into sight.
  mutating func chooseRun(at place: GuestOffset) {
    guard let area = layout.content(of: .runs), let row = runs?.index(of: place) else { return }
    let rows = max(1, ListLayout(area, hasDetails: Pane.runs.hasDetails).rows.height)
    chosen[.runs] = row
    let top = scroll[.runs] ?? 0
    let isInSight = top <= row && row < top + rows
    scroll[.runs] = isInSight ? top : max(0, row - rows / 3)
  }

  /// Goes to the start of the chosen run.
  mutating func goToRun() {
    guard let run = chosenRun else { return }
    jump(to: run.start)
  }
}
