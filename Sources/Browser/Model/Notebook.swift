internal import QCOW2

/// What is noted about an image, with the changes that its file does not have yet.
package struct Notebook: Equatable, Sendable {
  private struct Pending: Equatable, Sendable {
    let number: Int
    let change: NoteChange
  }

  package private(set) var notes = Notes()
  /// The letters that are set, in order.
  package private(set) var letters: [Character] = []
  private var pending: [Pending] = []
  /// The number of the last change.
  package private(set) var number = 0
  /// Why the notes are not kept, as far as that was said.
  var problem: String?

  package init() {}

  /// The changes that are not known to be in the file.
  var changes: [NoteChange] { pending.map(\.change) }

  mutating func make(_ change: NoteChange) {
    number += 1
    pending.append(Pending(number: number, change: change))
    notes.make(change)
    letters = notes.marks.keys.sorted()
  }

  /// Takes what the file has now, which includes the changes up to a number.
  mutating func take(_ kept: Notes, upTo number: Int) {
    pending.removeAll { $0.number <= number }
    notes = kept
    for rest in pending { notes.make(rest.change) }
    letters = notes.marks.keys.sorted()
  }
}
