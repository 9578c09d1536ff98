extension Model {
  /// What `q` closes: what was opened last goes first, then the program.
  private enum Closable {
    case page, hits, runs, marks, tour, zoom
  }

  private var closable: Closable? {
    if overlay != nil { return .page }
    if isZoomed, hasOtherPanes, shell.tour == nil { return .zoom }
    if screen == .marks { return .marks }
    if screen == .map, showsRuns { return .runs }
    if showsHits { return .hits }
    if shell.tour != nil { return .tour }
    return isZoomed && hasOtherPanes ? .zoom : nil
  }

  /// Whether `q` closes something and does not leave.
  var canClose: Bool { closable != nil }

  mutating func close() -> [Effect] {
    switch closable {
    case .page: overlay = nil
    case .hits: hunt.showsList = false
    case .runs: showsRuns = false
    case .marks: show(screenBelow)
    case .tour: return leaveTour()
    case .zoom: isZoomed = false
    case nil: return leave()
    }
    let panes = panes(of: screen)
    if !panes.contains(focus) { focus = panes[panes.count - 1] }
    settle()
    return []
  }

  /// Leaves, after asking once where a check or an export would be lost.
  private mutating func leave() -> [Effect] {
    let isExporting = shell.running.contains(.export)
    guard audit.state == .running || isExporting, !shell.isLeaving else { return [.quit] }
    shell.isLeaving = true
    let job = isExporting ? "export" : "check"
    message = Message(.warning, "the \(job) still runs, q again leaves it")
    return []
  }
}
