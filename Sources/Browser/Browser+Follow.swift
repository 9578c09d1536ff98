internal import QCOW2

extension Browser {
  /// Looks every now and then whether another program has begun or ceased to write, and whether what
  /// it wrote is to be read.
  package func watchWriter() {
    guard !jobs.isRunning(.watch) else { return }
    let (disk, known) = (model.whole, model.hasWriter)
    let follows = model.follow != nil && !jobs.isRunning(.follow)
    let mark = followMark
    let (shown, trouble, length) = (model.disk, model.fileTrouble, model.facts.fileLength)
    generations[.watch] = jobs.start(.watch, after: Self.pulse) { _, post in
      let hasWriter = disk.hasWriter()
      if hasWriter == true || hasWriter != known { post(.writer(hasWriter)) }
      let now = FileTrouble.look(at: shown, length: length)
      if now != trouble { post(.fileTrouble(now)) }
      guard follows else { return }
      switch FollowMark.look(at: disk, after: mark) {
      case .mark(let now) where now == mark: break
      case .mark(let now): post(.changed(now))
      case .end(let reason): post(.followEnded(reason))
      }
    }
  }

  /// Takes a first look, so that only what changes from now on is read again.
  func follow() {
    guard case .mark(let mark) = FollowMark.look(at: model.whole, after: nil) else { return }
    followMark = mark
  }

  /// Reads a file again that has changed.
  func readChange(_ mark: FollowMark) {
    guard model.follow != nil else { return }
    let frame = model.mapFrame.flatMap { $0.cellBits < model.survey.stretchBits ? $0 : nil }
    let job = FollowJob(disk: model.whole, mark: mark, detail: frame)
    generations[.follow] = jobs.start(.follow) { cancellation, post in
      if let report = job.run(cancellation) { post(.followed(report)) }
    }
  }

  /// Shows a file as it was read again, at the same place and without a word.
  func take(_ report: FollowReport) {
    guard model.follow != nil else { return }
    followMark = report.mark
    model.countReading(report)
    guard case .success(let reading) = report.result else { return }
    model = Model(reading, like: model)
    (shownPage, tintRequest, runsRequest, fieldRequest) = (nil, nil, nil, nil)
    (fileRunsRequest, entryRequest, shapeRequest) = (nil, nil, nil)
    detailRequest = reading.detail?.frame
    startComparison()
    let disk = reading.disk
    generations[.partitions] = jobs.start(.partitions) { _, post in
      post(.partitions(disk.partitionTable()))
    }
    if model.screen == .volumes { startVolumes() }
  }
}
