internal import QCOW2
internal import SystemPackage

extension Browser {
  /// Shows another disk on every view; the place and the screen stay.
  func show(
    _ disk: Disk, of whole: Disk, choice: String?, snapshot: SnapshotRecord? = nil,
    survey: Survey? = nil
  ) {
    jobs.cancelAll(but: JobKind.outliving)
    model = Model(disk, of: whole, choice: choice, like: model, survey: survey)
    model.snapshot = snapshot
    if let path = allowedLast { model.tell(ofAllowed: path) }
    allowedLast = nil
    forget()
    start()
  }

  /// Shows the layer of a hop at the same byte, and what the hop stands for; Backspace leads back to
  /// this disk.
  func showHop(_ step: Ribbon.Hop.Step, _ way: Translation) {
    let (whole, layer) = (model.whole, model.firstLayer + step.layer)
    guard let disk = whole.beginning(with: layer) else { return }
    model.history.leave(model.hereOnDisk)
    show(disk, of: whole, choice: Model.name(ofLayer: layer, whole))
    model.show(step.part, of: way, leaves: false)
    model.tell("every view shows \(model.choice ?? ""), Backspace goes back")
  }

  /// Shows a disk again as it was left.
  func comeBack(_ shown: ShownDisk, _ place: Place) {
    show(
      shown.disk, of: shown.whole, choice: shown.choice, snapshot: shown.snapshot,
      survey: shown.survey)
    model.comeBack(to: place)
    shown.arrange(&model)
    model.refreshMap()
  }

  func show(_ opened: OpenedDisk) {
    show(
      opened.disk, of: opened.isWhole ? opened.disk : model.whole, choice: opened.choice,
      snapshot: opened.snapshot)
    if let note = opened.note { model.tell(note) }
  }

  func show(_ snapshot: SnapshotRecord) {
    let whole = model.whole
    allowedLast = nil
    let name = Model.name(of: snapshot)
    generations[.open] = jobs.start(.open) { _, post in
      post(
        .opened(
          Result { () throws(ImageError) in
            OpenedDisk(disk: try whole.disk(of: snapshot), choice: name, snapshot: snapshot)
          }))
    }
  }

  func allow(_ path: FilePath) {
    guard let reopen else { return }
    allowed.insert(path)
    model.shell.allowedFiles = allowed.map(\.string).sorted()
    allowedLast = path
    let files = allowed
    generations[.open] = jobs.start(.open) { _, post in
      post(
        .opened(
          Result { () throws(ImageError) in OpenedDisk(disk: try reopen(files), isWhole: true) }))
    }
  }

  /// Reads the files again. Where an image names others than before, the chain is opened anew.
  func reload() {
    let whole = model.whole
    let (reopen, files) = (reopen, allowed)
    generations[.open] = jobs.start(.open) { _, post in
      let disk = Result { () throws(ImageError) in
        do throws(ImageError) {
          return OpenedDisk(disk: try whole.reloaded(), isWhole: true)
        } catch {
          guard case .openRefused = error, let reopen else { throw error }
          return OpenedDisk(disk: try reopen(files), isWhole: true)
        }
      }
      post(.opened(disk))
    }
  }

  /// Opens the tour's image. It is built anew, which takes a moment.
  func openDemo() {
    model.tell("building the image of the tour")
    generations[.open] = jobs.start(.open) { _, post in
      let disk = Result { () throws(ImageError) in try Image(DemoImage.storage()).alone }
      post(.demo(disk))
    }
  }

  func showTour(_ disk: Disk) {
    beforeTour = model
    show(disk, of: disk, choice: nil)
    model.openTour(at: 0)
  }

  /// Shows what was there before the tour, at the same place.
  func closeDemo() {
    guard var before = beforeTour else { return }
    beforeTour = nil
    before.shell = model.shell
    (before.size, before.message) = (model.size, nil)
    jobs.cancelAll(but: JobKind.outliving)
    model = before
    model.settle()
    forget()
    start()
  }

  /// How long the map has to stay before data is read for it.
  static let stay = Duration.milliseconds(80)

  /// Asks what the colouring says of the cells on the screen.
  func requestTint() {
    guard let frame = model.mapFrame, model.coloring != .state, model.hasColoring else {
      tintRequest = nil
      return
    }
    let wanted = TintRequest(frame: frame, coloring: model.coloring)
    guard wanted != tintRequest else { return }
    tintRequest = wanted
    switch model.coloring {
    case .state: break
    case .layer:
      let job = LayerJob(model.disk, frame)
      generations[.tint] = jobs.start(.tint) { job.run($0, $1) }
    case .bitmap(let bitmap):
      let image = model.whole.image
      generations[.tint] = jobs.start(.tint) { cancellation, post in
        let grid = DirtyGrid(frame, image.runs(of: bitmap), cancellation)
        if let grid { post(.tint(.dirty(grid))) }
      }
    case .scheme(.content):
      let job = ContentJob(model.disk, frame, model.contents)
      generations[.tint] = jobs.start(.tint, after: Self.stay) { job.run($0, $1) }
    case .scheme(.difference): requestDifferences(frame)
    case .scheme(.changes): model.takeChanges()
    case .scheme(let scheme):
      let job = ClassJob(model.disk, of: model.whole, frame, scheme)
      generations[.tint] = jobs.start(.tint) { job.run($0, $1) }
    }
  }

  /// Looks into the partitions where their view is shown for the first time.
  func requestVolumes() {
    guard model.screen == .volumes, model.volumes == nil, !jobs.isRunning(.volumes) else { return }
    startVolumes()
  }

  func startVolumes() {
    let disk = model.disk
    generations[.volumes] = jobs.start(.volumes) { cancellation, post in
      guard let list = disk.volumes(cancellation: cancellation) else { return }
      post(.volumes(VolumeRows(list, end: disk.geometry.end)))
    }
  }

  /// Begins a check where a view needs one and none has begun.
  func requestCheck() {
    guard model.screen.needsCheck, model.audit.state == .unasked else { return }
    model.audit.state = .running
    let job = CheckJob(model.image.storage)
    generations[.check] = jobs.start(.check) { job.run($0, $1) }
  }

  /// Asks for the runs around the cursor or the chosen one, where the list has too few of them.
  func requestRuns() {
    guard let wanted = model.wantedRuns else { return runsRequest = nil }
    guard wanted != runsRequest else { return }
    runsRequest = wanted
    let disk = model.disk
    generations[.runs] = jobs.start(.runs) { cancellation, post in
      guard let runs = RunList(disk, wanted, cancellation) else { return }
      post(.runs(runs))
      if let counted = runs.counted(of: disk.image, cancellation) { post(.runs(counted)) }
    }
  }

  /// The bytes on the screen may be others by now.
  func forgetPage() {
    (shownPage, fieldRequest, shapeRequest) = (nil, nil, nil)
    (entryRequest, pageHitsRequest) = (nil, nil)
  }

  /// What was asked for the disk before is not wanted any more.
  func forget() {
    forgetPage()
    detailRequest = nil
    tintRequest = nil
    (runsRequest, hostRequest, ownerRequest, fileRunsRequest) = (nil, nil, nil, nil)
    notesNumber = nil
    opensHexAt = nil
    for kind in JobKind.allCases where kind != .open && !JobKind.outliving.contains(kind) {
      generations[kind, default: 0] += 1
    }
  }
}
