internal import QCOW2

extension Model {
  /// Whether the list of matches is on the screen, or would be if there were room.
  var showsHits: Bool { hunt.showsList && screen == .hex }

  /// Opens the list of all matches beside the hex view, or closes it.
  mutating func toggleHits() -> [Effect] {
    guard let term = hunt.term else {
      tell("nothing was looked for yet, / asks what")
      return []
    }
    guard !showsHits else {
      hunt.showsList = false
      focus = .hex
      settle()
      return []
    }
    hunt.showsList = true
    show(.hex)
    focus = .hits
    settle()
    return listHits(of: term)
  }

  /// Asks for all matches, unless they are known.
  mutating func listHits(of term: SearchTerm) -> [Effect] {
    if let list = hunt.list, list.term == term, list.space == hexSpace {
      switch list.state {
      case .running, .done, .full: return []
      case .stopped, .failed: break
      }
    }
    hunt.list = HitList(term, in: hexSpace)
    (chosen[.hits], scroll[.hits]) = (nil, nil)
    arrange(.hits)
    return [.listHits(term, hexSpace)]
  }

  /// Takes the matches found so far.
  mutating func take(_ list: HitList) {
    // Where rows for what could not be searched come in between, the chosen one stays chosen.
    let old = chosenHit
    hunt.list = list
    if let old, let row = list.rows.firstIndex(of: old) { chosen[.hits] = row }
    if arrangements[.hits] != nil { arrange(.hits) }
    guard case .stopped(let place) = list.state else { return }
    tell("stopped at \(place) with \(counted(UInt64(list.hitCount), "hit", "hits"))")
  }

  /// The row that is chosen in the list.
  var chosenHit: HitList.Row? {
    guard let rows = hunt.list?.rows else { return nil }
    return chosenRow(of: .hits).map { rows[$0] }
  }

  /// Goes to the chosen match.
  mutating func goToHit() {
    guard let row = chosenHit, let space = hunt.list?.space else { return }
    arrive(at: Selection(space, row.range))
    if row.isLoss { message = Message(.warning, row.text) }
  }
}
