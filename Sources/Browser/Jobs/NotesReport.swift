internal import QCOW2

/// What came of reading or keeping notes.
package struct NotesReport: Sendable {
  /// What the file has now; nil where that is not known.
  let notes: Notes?
  /// The last change that is in it.
  let number: Int
  /// What the user has to know.
  let problem: String?

  /// Reads the notes of an image, after putting the changes of the screen among them.
  init(_ folder: NotesFolder, _ image: NotedImage, _ changes: [NoteChange], upTo number: Int) {
    self.number = number
    do throws(NotesFolder.Failure) {
      let found =
        changes.isEmpty
        ? try folder.notes(of: image) : try folder.make(changes, of: image)
      notes = found.notes
      problem = found.earlier.map {
        "another file was at this path before: the notes about it stay in \($0.displayed)"
      }
    } catch {
      (notes, problem) = (nil, error.message)
    }
  }
}
