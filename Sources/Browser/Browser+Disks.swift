internal import QCOW2
internal import SystemPackage

extension Browser {
  /// Shows another disk on every view; the place and the screen stay.
  func show(_ disk: Disk, of whole: Disk, choice: String?) {
    jobs.cancelAll()
    model = Model(disk, of: whole, choice: choice, like: model)
    if let path = allowedLast { model.tell(ofAllowed: path) }
    allowedLast = nil
    forget()
    start()
  }

  func show(_ snapshot: SnapshotRecord) {
    let whole = model.whole
    allowedLast = nil
    let name = "snapshot \(escaped(snapshot.name.array))"
    generations[.open] = jobs.start(.open) { _, post in
      let disk = Result { () throws(ImageError) in try whole.disk(of: snapshot) }
      post(.opened(disk, whole: false, choice: name))
    }
  }

  func allow(_ path: FilePath) {
    guard let reopen else { return }
    allowed.insert(path)
    allowedLast = path
    let files = allowed
    generations[.open] = jobs.start(.open) { _, post in
      let disk = Result { () throws(ImageError) in try reopen(files) }
      post(.opened(disk, whole: true, choice: nil))
    }
  }

  /// Asks what the colouring bitmap says of the cells on the screen.
  func requestDirty() {
    guard let frame = model.mapFrame, let bitmap = model.coloring else {
      dirtyRequest = nil
      return
    }
    let wanted = DirtyRequest(frame: frame, bitmap: bitmap)
    guard wanted != dirtyRequest else { return }
    dirtyRequest = wanted
    let image = model.whole.image
    generations[.dirty] = jobs.start(.dirty) { cancellation, post in
      guard let runs = image.runs(of: bitmap) else { return post(.dirty(nil)) }
      if let grid = DirtyGrid(frame, runs, cancellation) { post(.dirty(grid)) }
    }
  }

  /// What was asked for the disk before is not wanted any more.
  private func forget() {
    shownPage = nil
    detailRequest = nil
    dirtyRequest = nil
    opensHexAt = nil
    for kind in JobKind.allCases where kind != .open { generations[kind, default: 0] += 1 }
  }
}
