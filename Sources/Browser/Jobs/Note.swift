package import QCOW2

/// What the user said of a place.
package struct Note: Hashable, Sendable {
  /// What the range counts.
  package let space: AddressSpace
  /// The bytes that it is about; never none.
  package let range: Range<UInt64>
  package let text: String
  /// The snapshot or layer that was shown when it was written; empty for the whole disk.
  package let shown: String

  package init(_ text: String, of range: Range<UInt64>, in space: AddressSpace, shown: String = "")
  {
    (self.text, self.range, self.space, self.shown) = (text, range, space, shown)
  }

  /// The number of bytes.
  var length: UInt64 { range.upperBound - range.lowerBound }

  /// The text, after what was shown when it was written.
  var line: String { shown.isEmpty ? text : "[\(shown)] \(text)" }
}

extension Note: Comparable {
  /// By place, the disk before the file.
  package static func < (one: Note, other: Note) -> Bool { one.order < other.order }

  private var order: (Int, UInt64, UInt64, String, String) {
    (space == .guest ? 0 : 1, range.lowerBound, range.upperBound, text, shown)
  }
}

/// One change to what is noted about an image.
package enum NoteChange: Hashable, Sendable {
  /// A letter for a place, or for none any more.
  case mark(Character, GuestOffset?)
  case add(Note)
  case drop(Note)
}

/// Marks and notes about an image.
package struct Notes: Equatable, Sendable {
  package private(set) var marks: [Character: GuestOffset] = [:]
  /// In the order of their places.
  package private(set) var notes: [Note] = []

  package init() {}

  /// Makes a change; making it twice does no more.
  package mutating func make(_ change: NoteChange) {
    switch change {
    case .mark(let letter, let place): marks[letter] = place
    case .add(let note):
      let index = notes.firstIndex { $0 >= note } ?? notes.count
      if index == notes.count || notes[index] != note { notes.insert(note, at: index) }
    case .drop(let note): notes.removeAll { $0 == note }
    }
  }

  /// Puts many notes in at once.
  package mutating func add(_ many: [Note]) { notes = Set(notes + many).sorted() }
}
