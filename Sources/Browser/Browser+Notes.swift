internal import QCOW2
internal import SystemPackage

extension Browser {
  /// How long leaving waits for notes to be kept.
  private static let patience = Duration.seconds(3)

  /// Keeps what was noted since the last call, and takes what other programs have noted.
  func requestNotes() {
    guard let folder = notesFolder, model.notebook.number != notesNumber,
      let image = NotedImage(model.whole)
    else { return }
    let (changes, number) = (model.notebook.changes, model.notebook.number)
    notesNumber = number
    generations[.notes] = jobs.start(.notes) { _, post in
      post(.notes(NotesReport(NotesFolder(path: folder), image, changes, upTo: number)))
    }
  }

  /// Reads the notes again.
  func rereadNotes() {
    notesNumber = nil
    requestNotes()
  }

  /// Waits until all that was noted is kept, but not for ever.
  func finishNotes() {
    requestNotes()
    jobs.wait(for: .notes, atMost: Self.patience)
  }
}
