internal import QCOW2

extension Model {
  /// Opens the list with the places that jumps have left.
  mutating func openHistory() {
    arrangements[.marks] = nil
    chosen[.marks] = notebook.letters.count + notes.count
    show(.marks)
    focus = .marks
    filter(.marks, by: "visited")
    tell(
      history.count == 0 ? "no jumps yet" : "where jumps have left, the newest first; ff shows all")
  }

  /// Goes to the place of the chosen row, in the hex view.
  mutating func goToPlace() {
    guard let row = chosenPlaceRow else { return }
    guard row.space == .host else { return openHex(at: GuestOffset(row.range.lowerBound)) }
    if case .note(let note) = row, !isShown(note) {
      return tell("that note is about the file of \(note.shown.isEmpty ? "layer 0" : note.shown)")
    }
    show(.hex)
    (focus, hexSpace) = (.hex, .host)
    moveInHex(to: row.range.lowerBound)
    settle(isJump: true)
  }

  /// Drops the mark or the note of the chosen row.
  mutating func dropPlace() {
    switch chosenPlaceRow {
    case .mark(let letter, _)?:
      notebook.make(.mark(letter, nil))
      tell("mark '\(letter) is gone")
    case .note(let note)?:
      notebook.make(.drop(note))
      tell("the note is gone")
    case .visit?: tell("what was visited cannot be undone")
    case nil: break
    }
    arrange(.marks)
    reveal(.marks)
  }
}
