internal import QCOW2
internal import SystemPackage

extension Browser {
  /// Opens a disk to compare with.
  func open(_ other: ComparedWith) {
    let (whole, opener) = (model.whole, opener)
    generations[.open] = jobs.start(.open) { _, post in
      let disk = Result { () throws(ImageError) in
        switch other {
        case .whole: return whole
        case .snapshot(let record): return try whole.disk(of: record)
        case .layer(let layer): return try whole.comparable(layer)
        case .file(let name, isRaw: true): return try Disk(raw: FileStorage(FileNames.path(name)))
        case .file(let name, isRaw: false):
          let path = FileNames.path(name)
          guard let opener else { return try Disk(path) }
          let disk = try opener(path, [])
          // All of it would be unreadable.
          if let refusal = disk.image.file.headerRefusal { throw .refused(refusal) }
          return disk
        }
      }
      post(.other(disk, other))
    }
  }

  /// Compares with a disk from now on, unless it could not be opened.
  func take(_ disk: Result<Disk, ImageError>, _ other: ComparedWith) {
    defer { isOpening = false }
    guard case .success(let disk) = disk else {
      if isOpening { openingFault = model.message?.text }
      return opening = []
    }
    model.beginComparison(with: disk, other)
    if isOpening { model.hosts.isShown = fileComesBack }
    (tintRequest, shownPage) = (nil, nil)
    startComparison()
    goOnOpening()
  }

  /// Compares all of both disks, or goes on with that.
  func startComparison() {
    guard let comparison = model.comparison, comparison.grid.percent < 100 else { return }
    let job = DifferenceJob(model.disk, comparison.disk, from: comparison.tally)
    generations[.compare] = jobs.start(.compare) { cancellation, post in
      job.run(cancellation) { post(.compared($0)) }
    }
  }

  /// Colours cells by differences: from what the comparison of all has, where that is fine enough.
  func requestDifferences(_ frame: CellFrame) {
    guard let comparison = model.comparison, !model.takeDifferences() else { return }
    let job = DifferenceJob(model.disk, comparison.disk, from: DifferenceTally(frame))
    generations[.tint] = jobs.start(.tint, after: Self.stay) { cancellation, post in
      job.run(cancellation) { post(.tint(.classes($0.grid))) }
    }
  }

  /// Shows a snapshot, or the disk as it is now, with what became of the cursor's cluster.
  func step(to snapshot: SnapshotRecord?) {
    let (whole, shown, cursor) = (model.whole, model.disk, model.cursor)
    let name = model.name(of: snapshot.map(ComparedWith.snapshot) ?? .whole)
    let place = model.place(of: snapshot)
    generations[.open] = jobs.start(.open) { cancellation, post in
      let opened = Result { () throws(ImageError) in
        let disk = try snapshot.map { record throws(ImageError) in try whole.disk(of: record) }
        let note = ClusterChange(from: shown, to: disk ?? whole, at: cursor, cancellation).text
        return OpenedDisk(
          disk: disk ?? whole, isWhole: disk == nil, choice: disk == nil ? nil : name,
          snapshot: snapshot, note: "\(name)\(place): \(note)")
      }
      post(.opened(opened))
    }
  }
}

extension Disk {
  /// A layer as a disk, also where it is a raw file.
  fileprivate func comparable(_ layer: Int) throws(ImageError) -> Disk {
    if let disk = beginning(with: layer) { return disk }
    if case .raw(let storage as FileStorage, _) = layers[layer].content {
      return try Disk(raw: storage)
    }
    throw .openRefused("layer \(layer) is not open")
  }
}
