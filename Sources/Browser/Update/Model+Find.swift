internal import QCOW2

extension Model {
  /// Looks for what was typed, from the cursor on.
  mutating func find(_ text: String, forward: Bool) throws(Fault) -> [Effect] {
    let term: SearchTerm
    do throws(SearchFault) {
      term = try SearchTerm(typed: text)
    } catch {
      throw Fault(error.message)
    }
    remember(text, .argument(of: "find"))
    if term != hunt.term { (hunt.hit, hunt.onPage) = (nil, nil) }
    (hunt.term, hunt.isForward) = (term, forward)
    let listed = showsHits ? listHits(of: term) : []
    return look(for: term, forward: forward, from: hitEnd(forward: forward) ?? hexPlace) + listed
  }

  /// Looks for the next match in the direction of the last search, or in the other one.
  mutating func findAgain(reversed: Bool) -> [Effect] {
    guard let term = hunt.term else {
      tell("nothing was looked for yet, / asks what")
      return []
    }
    let isForward = hunt.isForward != reversed
    if let (quest, place) = hunt.next, place == hexPlace, quest.isForward == isForward,
      quest.space == hexSpace, quest.term == term
    {
      return start(quest)
    }
    let start = hitEnd(forward: isForward) ?? (isForward ? hexPlace + 1 : hexPlace)
    return look(for: term, forward: isForward, from: start)
  }

  /// The end of the match under the cursor, where the search goes on upwards.
  private func hitEnd(forward: Bool) -> UInt64? {
    guard forward, let hit = hunt.hit, hit.space == hexSpace, hit.bounds.lowerBound == hexPlace
    else { return nil }
    return hit.bounds.upperBound
  }

  private mutating func look(
    for term: SearchTerm, forward: Bool, from start: UInt64
  ) -> [Effect] {
    guard hexSize > 0 else {
      tell(hexSpace == .guest ? "the virtual disk has no bytes" : "the file has no bytes")
      return []
    }
    return self.start(Quest(term, in: hexSpace, forward: forward, from: start))
  }

  private mutating func start(_ quest: Quest) -> [Effect] {
    (hunt.next, isSearching) = (nil, true)
    return [.find(quest)]
  }

  /// Takes what a search for bytes came to.
  mutating func take(_ result: SearchResult) {
    if let hit = result.hit { arrive(at: hit) }
    if let next = result.next { hunt.next = (next, hexPlace) }
  }

  /// Goes to a match and selects it, until the cursor leaves it.
  mutating func arrive(at hit: Selection) {
    hunt.hit = hit
    if hexSpace != hit.space { toggleHexSpace() }
    switch hit {
    case .guest(let range): jump(to: range.lowerBound)
    case .host(let range) where range.lowerBound != hosts.cursor:
      history.leave(here)
      (hosts.cursor, hosts.linked, hosts.leads) = (range.lowerBound, cursor, false)
    case .host: break
    }
    if layout.panes[.hex] == nil {
      if !screen.panes.contains(.hex) { show(.hex) }
      focus = .hex
    }
    settle(isJump: true)
    marking = Marking(space: hit.space, unit: .hit, start: hit.bounds)
  }

  /// Says what is being typed stands for.
  func previewTerm(_ text: String) -> ArgumentKind.Preview {
    guard !text.isEmpty else { return .init() }
    let place = hexSpace == .guest ? "" : ", in the file"
    do throws(SearchFault) {
      return .init(text: try SearchTerm(typed: text).meaning + place)
    } catch {
      return .init(text: error.message, isFaulty: true)
    }
  }
}
