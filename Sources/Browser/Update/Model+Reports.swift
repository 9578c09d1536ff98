internal import QCOW2

extension Model {
  /// Takes the result of a job.
  package mutating func receive(_ result: JobResult, opensHex: Bool = false) {
    switch result {
    case .page(let page, let translation, let hasWriter):
      self.page = page
      self.translation = translation
      self.hasWriter = hasWriter
    case .run(let run): self.run = run
    case .surveyed: refreshMap()
    case .detail(let grid): detail = grid
    case .found(let result): arrive(result, opensHex: opensHex)
    case .searching(let text): message = Message(.info, text)
    case .preview(let text): showPreview(text)
    case .partitions(let found): partitions = found
    }
    refreshMap()
  }

  private mutating func showPreview(_ text: String) {
    guard let preview = prompt?.preview, prompt?.isFaulty == false, !preview.isEmpty else { return }
    prompt?.preview = preview + ", " + text
  }

  /// Brings the cells on the screen up to what is known.
  package mutating func refreshMap() {
    surveyed = survey.total
    progress = survey.progress
    guard let map = mapLayout else { return }
    let bits = cellBits(map)
    var fresh = CellGrid(image.geometry, start: mapTop, cellBits: bits, count: map.cells)
    if let cells = survey.cells(from: mapTop, bits: bits, count: map.cells) {
      fresh.replace(cells)
    } else if let detail, let cells = detail.joined(from: mapTop, bits: bits, count: map.cells) {
      fresh.replace(cells)
    }
    grid = fresh
  }

  /// The cells that the survey is too coarse for, or nil where it is fine enough or they are there.
  package var wantedDetail: CellGrid? {
    guard let map = mapLayout else { return nil }
    let bits = cellBits(map)
    guard bits < survey.stretchBits else { return nil }
    let wanted = CellGrid(image.geometry, start: mapTop, cellBits: bits, count: map.cells)
    if let detail, detail.isSame(as: wanted) { return nil }
    return wanted
  }
}
