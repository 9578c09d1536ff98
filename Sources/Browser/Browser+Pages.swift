internal import QCOW2

extension Browser {
  /// How long the cursor has to stay before the whole run around it is looked for.
  private static let pause = Duration.milliseconds(60)

  /// Asks for the bytes on the hex view and for the way of the cursor's.
  func requestPage() {
    guard model.hexSize > 0 else { return }
    let wanted = PageRequest(
      space: model.hexSpace, range: model.hexRange, cursor: model.cursor,
      other: model.comparison.map { ObjectIdentifier($0.disk) })
    guard wanted != shownPage else { return }
    shownPage = wanted
    let (disk, other) = (model.disk, model.comparison?.disk)
    generations[.page] = jobs.start(.page) { cancellation, post in
      let report = PageReport(wanted, disk, other, cancellation)
      if !cancellation.isCancelled { post(.page(report)) }
    }
    requestRun(around: wanted.cursor)
  }

  private func requestRun(around cursor: GuestOffset) {
    guard model.image.geometry.virtualSize > 0 else { return }
    guard model.run?.range.contains(cursor) != true else { return jobs.cancel(.run) }
    let disk = model.disk
    generations[.run] = jobs.start(.run, after: Self.pause) { cancellation, post in
      if let run = RunJob(disk, cursor).run(cancellation) { post(.run(run)) }
    }
  }
}
