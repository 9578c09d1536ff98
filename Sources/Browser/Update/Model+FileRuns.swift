internal import QCOW2
internal import Surface

extension Model {
  /// The uses of which the runs of the file are to be listed, empty for all; nil where the list is not
  /// on the screen or has them.
  var wantedFileRuns: Set<HostMap.Use>? {
    guard layout.panes[.fileRuns] != nil, hosts.runsFailure == nil else { return nil }
    let uses = hosts.showsGhosts ? FileRuns.ghosts : []
    return hosts.runs?.uses == uses ? nil : uses
  }

  /// The row of the list of the file's runs that is chosen.
  var chosenFileRun: Int? {
    chosenRow(of: .fileRuns).flatMap { row in
      hosts.runs?.list.runs.indices.contains(row) == true ? row : nil
    }
  }

  /// Takes the runs of the file.
  mutating func take(_ runs: Result<FileRuns, ImageError>) {
    switch runs {
    case .success(let runs):
      let isNew = hosts.runs?.uses != runs.uses
      (hosts.runs, hosts.runsFailure) = (runs, nil)
      arrange(.fileRuns)
      if isNew { chooseFileRun(at: hosts.cursor) }
    case .failure(let error): hosts.runsFailure = "\(error)"
    }
  }

  /// Chooses the run that has a place of the file, and brings it into sight.
  mutating func chooseFileRun(at place: HostOffset) {
    guard let row = hosts.runs?.row(of: place) else { return }
    chosen[.fileRuns] = row
    reveal(.fileRuns)
  }

  /// Shows the file with a list of the clusters that nothing refers to.
  mutating func showGhosts() {
    show(.map)
    (hosts.isShown, hosts.showsGhosts, showsRuns) = (true, true, true)
    focus = .fileRuns
    settle()
    message = Message(.info, "what nothing refers to: Enter shows the bytes that are there")
  }

  /// Shows the bytes of the file at the start of the chosen run.
  mutating func openFileRun() {
    guard let row = chosenFileRun, let runs = hosts.runs else { return }
    hosts.cursor = runs.bytes(of: row).lowerBound
    (hosts.linked, hosts.leads) = (cursor, true)
    hexSpace = .host
    show(.hex)
    settle(isJump: true)
  }
}
