internal import QCOW2
internal import Surface

extension Model {
  /// What of a cell's counts the filter of states shows.
  func filtered(_ counts: KindCounts) -> KindCounts {
    guard !shownStates.isEmpty, counts.total > 0 else { return counts }
    return counts.restricted(to: shownStates)
  }

  /// Shows a state alone, or all again where it was.
  mutating func showAlone(_ state: ShownState) {
    guard isFiltered else { return }
    shownStates = shownStates == [state] ? [] : [state]
    tellFilter()
  }

  /// Shows a state with the others, or hides it again; a map without any shows all.
  mutating func toggle(_ state: ShownState) {
    guard isFiltered else { return }
    if shownStates.contains(state) { shownStates.remove(state) } else { shownStates.insert(state) }
    tellFilter()
  }

  /// Whether the map is one whose states can be chosen; says so where it is not.
  private var isFiltered: Bool {
    mutating get {
      guard hosts.isShown else { return true }
      message = Message(.info, "the layout of the file shows every use, s goes back to the disk")
      return false
    }
  }

  /// Shows all states again.
  mutating func showAllStates() {
    shownStates = []
    tellFilter()
  }

  private mutating func tellFilter() {
    let names = filterText
    message = Message(
      .info, names.isEmpty ? "all states are shown" : "only \(names): f+z adds zeros, fa shows all")
  }

  /// The states that are shown; empty where all are.
  var filterText: String { listed(ShownState.allCases.filter(shownStates.contains).map(\.name)) }
}

extension KindCounts {
  /// The counts of some states; all else counts as holes, so that the sum stays.
  fileprivate func restricted(to states: Set<ShownState>) -> KindCounts {
    var rest = KindCounts()
    var kept: Set<ExtentKind> = []
    if states.contains(.data) { kept.insert(.data) }
    if states.contains(.zero) { kept.formUnion([.zeroPlain, .zeroAllocated]) }
    if states.contains(.compressed) { kept.insert(.compressed) }
    if states.contains(.damaged) { kept.formUnion([.damaged, .missing]) }
    for kind in kept { rest[kind] = self[kind] }
    if states.contains(.hole) {
      // Holes alone are drawn as what is there.
      rest[.zeroPlain] += self[.unallocated]
    }
    if states.contains(.backing), below > 0 { rest.addBelow(below) }
    rest[.unallocated] += total - min(total, rest.total)
    return rest
  }
}
