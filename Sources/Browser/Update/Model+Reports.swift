internal import QCOW2

extension Model {
  /// Takes the result of a job.
  package mutating func receive(_ result: JobResult, opensHex: Bool = false) {
    defer { goToWantedPlace() }
    switch result {
    case .page(let report): take(report)
    case .writer(let hasWriter): self.hasWriter = hasWriter
    case .fileTrouble(let trouble): fileTrouble = trouble
    case .run(let run): self.run = run
    case .surveyed: refreshMap()
    case .detail(let grid):
      detail = grid
      refreshMap()
    case .found(let result): arrive(result, opensHex: opensHex)
    case .searching(let text):
      shell.progress[.search] = text
      message = Message(.progress, text)
    case .preview(let text): showPreview(text)
    case .partitions(let table): partitions = table
    case .volumes(let volumes):
      (self.volumes, partitions) = (volumes, volumes.list.table)
      arrangeLists()
    case .lists(let snapshots, let bitmaps):
      (self.snapshots, self.bitmaps) = (snapshots, bitmaps)
      followBitmap()
      arrangeLists()
    case .tint(let tint): self.tint = tint
    case .audit(let audit):
      self.audit = audit
      arrangeLists()
    case .hosts(let map): take(map)
    case .runs(let runs): take(runs)
    case .fileRuns(let runs): take(runs)
    case .progress(let kind, let text): take(progress: text, of: kind)
    case .told(_, let verdict, let text): message = Message(verdict.level, text)
    case .yanked(let yank): take(yank)
    case .hits(let list): take(list)
    case .pageHits(let hits): hunt.onPage = hits
    case .owners(let owners): take(owners)
    case .field(let note): take(note)
    case .shape(let shape): hostShape = shape
    case .entries(let page): take(page)
    case .explained(let explanations): self.explanations = explanations
    case .files(let files, let path, let start): take(files, beginning: path, from: start)
    case .other(.failure(let error), let other):
      let name = name(of: other)
      message = Message(.error, "\(name): \(error.reasonToCompare)\(hint(for: name))")
    case .other(.success, _): break
    case .compared(let tally): take(tally)
    case .changed, .followed: break
    case .followEnded(let reason): endFollowing(reason)
    case .opened(.failure(let error)), .demo(.failure(let error)):
      message = Message(.error, "\(error)")
    case .notes(let report): take(report)
    case .openedFile(.failure(let error), let path):
      message = Message(.error, "\(path.displayed): \(error)")
    case .openedFile(.success, _): break
    case .opened(.success), .demo(.success): break
    }
  }

  /// A bitmap that colours the map may lie elsewhere in an image that is read again, or be gone.
  private mutating func followBitmap() {
    guard case .bitmap(let old) = wantedColoring, let rows = bitmaps?.rows else { return }
    let now = rows.first { $0.name == old.name }
    wantedColoring = now.map(Coloring.bitmap) ?? .state
  }

  private mutating func showPreview(_ text: String) {
    guard let preview = prompt?.preview, prompt?.isFaulty == false, !preview.isEmpty else { return }
    prompt?.preview = preview + ", " + text
  }

  /// How the map's pane cuts the disk, or nil where the map is not shown.
  package var mapFrame: CellFrame? {
    mapLayout.map {
      CellFrame(image.geometry, start: mapTop, cellBits: cellBits($0), count: $0.cells)
    }
  }

  /// Brings the cells on the screen up to the place and size of the map, if those changed.
  package mutating func followMap() {
    if let frame = mapFrame, grid?.frame != frame { refreshMap() }
  }

  /// Brings the cells on the screen up to what is known.
  package mutating func refreshMap() {
    surveyed = survey.total
    progress = survey.progress
    grid = mapFrame.map { survey.grid($0) ?? detail?.joined(to: $0) ?? CellGrid($0) }
    takeChanges()
  }

  /// The frame that the survey is too coarse for, or nil where it is fine enough or already read.
  package var wantedDetail: CellFrame? {
    guard let frame = mapFrame, frame.cellBits < survey.stretchBits, detail?.frame != frame else {
      return nil
    }
    return frame
  }
}

extension Verdict {
  fileprivate var level: Model.Message.Level {
    switch self {
    case .done: .info
    case .stopped: .warning
    case .failed: .error
    }
  }
}
