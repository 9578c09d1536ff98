internal import QCOW2

/// Notes as the lines of a file: words with tabs between, the kind of the line first.
enum NotesText {
  /// Why a text is no such file.
  struct Fault: Error, Equatable {
    /// Counted from 1.
    let line: Int
    let reason: String
  }

  private static let name = "qcow2-tui notes"
  private static let version = "1"

  /// - Parameters:
  ///   - notes: What is noted.
  ///   - image: Which image it is about, so that a person may tell.
  /// - Returns: The whole file.
  static func text(_ notes: Notes, about image: NotedImage) -> String {
    var lines = ["\(name) \(version)"]
    lines.append(line("image", "\(image.device)", "\(image.inode)", image.path.displayed))
    for (letter, place) in notes.marks.sorted(by: { $0.key < $1.key }) {
      lines.append(line("mark", String(letter), "\(place.rawValue)"))
    }
    for note in notes.notes {
      lines.append(
        line(
          "note", note.space == .guest ? "guest" : "host", "\(note.range.lowerBound)",
          "\(note.range.upperBound)", note.shown, note.text))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Reads such a file.
  ///
  /// - Returns: What is noted, and the device and inode of the image that it was written for.
  static func read(
    _ text: String
  ) throws(Fault) -> (notes: Notes, device: UInt64, inode: UInt64) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, first.hasPrefix(name + " ") else {
      throw Fault(line: 1, reason: "is no file of notes")
    }
    guard first == "\(name) \(version)" else {
      throw Fault(line: 1, reason: "was written by another version of the program")
    }
    guard lines.removeLast().isEmpty else {
      throw Fault(line: lines.count + 1, reason: "is cut off")
    }
    var notes = Notes()
    var image: (UInt64, UInt64)?
    var many: [Note] = []
    for (index, line) in lines.enumerated().dropFirst() {
      let words = line.split(separator: "\t", omittingEmptySubsequences: false).map(unescaped)
      if index == 1, words.count == 4, words[0] == "image", let device = UInt64(words[1] ?? ""),
        let inode = UInt64(words[2] ?? "")
      {
        image = (device, inode)
      } else if let (letter, place) = mark(words) {
        notes.make(.mark(letter, place))
      } else if let note = note(words) {
        many.append(note)
      } else {
        throw Fault(line: index + 1, reason: "is damaged")
      }
    }
    notes.add(many)
    guard let image else { throw Fault(line: 2, reason: "is cut off") }
    return (notes, image.0, image.1)
  }

  private static func mark(_ words: [String?]) -> (Character, GuestOffset)? {
    guard words.count == 3, words[0] == "mark", let letter = words[1]?.first, words[1]?.count == 1,
      letter.isLetter, let place = words[2].flatMap({ UInt64($0) }), place < .max
    else { return nil }
    return (letter, GuestOffset(place))
  }

  private static func note(_ words: [String?]) -> Note? {
    guard words.count == 6, words[0] == "note", words[1] == "guest" || words[1] == "host",
      let start = words[2].flatMap({ UInt64($0) }), let end = words[3].flatMap({ UInt64($0) }),
      start < end, let shown = words[4], let text = words[5]
    else { return nil }
    return Note(text, of: start..<end, in: words[1] == "guest" ? .guest : .host, shown: shown)
  }

  private static func line(_ words: String...) -> String {
    words.map { word in
      word.replacing("\\", with: "\\\\").replacing("\t", with: "\\t").replacing("\n", with: "\\n")
    }.joined(separator: "\t")
  }

  /// The word, or nil where its escapes are wrong.
  private static func unescaped(_ word: Substring) -> String? {
    var (text, isEscape) = ("", false)
    for scalar in word.unicodeScalars {
      guard isEscape else {
        if scalar == "\\" { isEscape = true } else { text.unicodeScalars.append(scalar) }
        continue
      }
      isEscape = false
      switch scalar {
      case "\\": text.append("\\")
      case "t": text.append("\t")
      case "n": text.append("\n")
      default: return nil
      }
    }
    return isEscape ? nil : text
  }
}
