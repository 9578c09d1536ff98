package import QCOW2
internal import Surface

extension Model {
  /// The places that letters stand for.
  package var marks: [Character: GuestOffset] { notebook.notes.marks }
  /// What was said of places, in their order.
  package var notes: [Note] { notebook.notes.notes }

  /// What a note that is written now is about: the selection, or the byte under the cursor.
  private var notedPlace: (space: AddressSpace, range: Range<UInt64>)? {
    if let selection { return (selection.space, selection.bounds) }
    let isOfFile = focus == .map ? hosts.isShown : hexSpace == .host && focus == .hex
    let place = isOfFile ? hosts.cursor.rawValue : cursor.rawValue
    let size = isOfFile ? facts.fileLength : image.geometry.virtualSize
    return place < size ? (isOfFile ? .host : .guest, place..<place + 1) : nil
  }

  /// What is said already of that place.
  private var notedThere: Note? {
    guard let (space, range) = notedPlace else { return nil }
    return notes.last { $0.space == space && $0.range == range && $0.shown == noteLabel(space) }
  }

  /// The file of a layer has offsets of its own, and a snapshot other bytes.
  private func noteLabel(_ space: AddressSpace) -> String {
    space == .host && firstLayer == 0 ? "" : choice ?? ""
  }

  /// Asks for what is to be said, beginning with what is said already.
  mutating func askForNote() {
    guard notedPlace != nil else { return tell("the virtual disk has no bytes to say anything of") }
    let history = promptHistory[.argument(of: "note")] ?? []
    prompt = Prompt(.argument(of: "note"), text: notedThere?.text ?? "", history: history)
  }

  /// Says something of the place, instead of what was said before.
  mutating func note(_ text: String) {
    guard let (space, range) = notedPlace else {
      return tell("the virtual disk has no bytes to say anything of")
    }
    let note = Note(text, of: range, in: space, shown: noteLabel(space))
    if let old = notedThere, old != note { notebook.make(.drop(old)) }
    notebook.make(.add(note))
    dropSelection()
    let count = range.upperBound - range.lowerBound
    let length = count > 1 ? ", " + counted(count, "byte", "bytes") : ""
    tell("noted at \(space == .guest ? "" : "host ")\(hex(range.lowerBound))\(length), B lists all")
    arrange(.marks)
  }

  mutating func setMark(_ argument: Operand) throws(Fault) {
    let letters = argument.letter.map { String($0) } ?? argument.text
    guard let letter = letters.first, letters.count == 1, letter.isLetter else {
      throw Fault("a mark is one letter")
    }
    notebook.make(.mark(letter, cursor))
    tell("mark '\(letter) is \(cursor)")
    arrange(.marks)
  }

  /// Takes what the file of notes has.
  mutating func take(_ report: NotesReport) {
    if let notes = report.notes { notebook.take(notes, upTo: report.number) }
    if let problem = report.problem, problem != notebook.problem {
      message = Message(.warning, problem)
    }
    notebook.problem = report.problem
    arrange(.marks)
  }

  /// Whether a note is about what is shown: those about a layer's file are about that file alone.
  func isShown(_ note: Note) -> Bool { note.space == .guest || note.shown == noteLabel(.host) }

  /// What is said of a place, the shortest range first.
  func notes(at place: UInt64, in space: AddressSpace) -> [String] {
    let found = notes.filter { $0.space == space && $0.range.contains(place) && isShown($0) }
    let letters = space == .guest ? notebook.letters.filter { marks[$0]?.rawValue == place } : []
    return letters.map { "mark '\($0)" }
      + found.sorted { $0.length < $1.length }.map { "note: \($0.line)" }
  }

  /// The cells of the map that have a mark or a note.
  func notedCells(_ frame: CellFrame) -> [Int] {
    let all = frame.start.rawValue..<max(frame.start, frame.end).rawValue
    return notedRanges(in: all, of: .guest).flatMap { range -> Range<Int> in
      let last = GuestOffset(range.upperBound - 1)
      guard let first = frame.cell(at: GuestOffset(range.lowerBound)),
        let end = frame.cell(at: last)
      else { return 0..<0 }
      return first..<end + 1
    }
  }

  /// What parts of a range are marked or noted, as they lie within it.
  func notedRanges(in range: Range<UInt64>, of space: AddressSpace) -> [Range<UInt64>] {
    let noted = notes.filter { $0.space == space && $0.range.overlaps(range) && isShown($0) }
    let marked = space == .guest ? marks.values.map { $0.rawValue..<$0.rawValue &+ 1 } : []
    return noted.map { $0.range.clamped(to: range) }
      + marked.filter { !$0.isEmpty && $0.overlaps(range) }
  }
}
