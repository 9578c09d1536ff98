package import QCOW2

/// One row of the list of marks, notes and places left by jumps.
package enum PlaceRow: Equatable, Sendable {
  case mark(Character, GuestOffset)
  case note(Note)
  case visit(GuestOffset)

  /// What it is, in a word or two.
  var kind: String {
    switch self {
    case .mark(let letter, _): "mark '\(letter)"
    case .note: "note"
    case .visit: "visited"
    }
  }

  var space: AddressSpace { if case .note(let note) = self { note.space } else { .guest } }

  var range: Range<UInt64> {
    switch self {
    case .mark(_, let place), .visit(let place): place.rawValue..<place.rawValue &+ 1
    case .note(let note): note.range
    }
  }

  var text: String { if case .note(let note) = self { note.line } else { "" } }
}

extension Model {
  /// The rows of the list: marks, notes, then where jumps have left, the newest first.
  package var placeCount: Int {
    notebook.letters.count + notes.count + history.count
  }

  package func placeRow(_ row: Int) -> PlaceRow? {
    var row = row
    if row < notebook.letters.count {
      let letter = notebook.letters[row]
      return marks[letter].map { .mark(letter, $0) }
    }
    row -= notebook.letters.count
    if row < notes.count { return .note(notes[row]) }
    return history.place(row - notes.count).map(PlaceRow.visit)
  }

  /// The row that is chosen.
  var chosenPlaceRow: PlaceRow? { chosenRow(of: .marks).flatMap(placeRow) }
}
