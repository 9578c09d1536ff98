internal import QCOW2
internal import SystemPackage

extension Browser {
  /// Opens another image in the place of this one, which stays where that fails.
  func openFile(_ name: String) {
    guard let opener else { return say(.warning, "no other image can be opened here") }
    let path = FileNames.path(name)
    generations[.open] = jobs.start(.open) { _, post in
      let disk = Result { () throws(ImageError) in try opener(path, []) }
      post(.openedFile(disk, path: path))
    }
  }

  /// Shows another image from its start.
  func showFile(_ disk: Disk, _ path: FilePath) {
    guard let opener else { return }
    jobs.cancelAll()
    reopen = { files throws(ImageError) in try opener(path, files) }
    (allowed, allowedLast, beforeTour) = ([], nil, nil)
    model = Model(opened: disk, like: model)
    model.shell.allowedFiles = []
    forget()
    start()
  }

  /// Writes the runs of the disk to a new file.
  func saveRuns(_ name: String) {
    let job = SaveJob(model.disk, FileNames.path(name))
    generations[.save] = jobs.start(.save) { job.run($0, $1) }
  }
}
