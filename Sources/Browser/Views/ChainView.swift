internal import QCOW2
internal import Surface
internal import SystemPackage

/// The files that the disk is made of, from the image down.
enum ChainView {
  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    let rows = model.chain
    let glyphs = surface.glyphs
    let chosen = rows[min(model.chosen[.chain] ?? 0, rows.count - 1)]
    TableView(
      title: "Chain", columns: columns,
      count: rows.count, row: { row($0, rows, glyphs) },
      about: chosen.isDataFile ? "data file of layer \(chosen.layer)" : "layer \(chosen.layer)",
      details: details(chosen), empty: ""
    ).draw(.chain, model, in: area, on: &surface)
  }

  private static let columns: [TableView.Column] = [
    .init(heading: "#", width: 3), .init(heading: "name as stored", width: nil),
    .init(heading: "format", width: 15, from: 70), .init(heading: "disk", width: 10, from: 70),
    .init(heading: "file", width: 10, from: 70), .init(heading: "on disk", width: 10, from: 140),
    .init(heading: "changed (UTC)", width: 18, from: 100), .init(heading: "state", width: 18),
  ]

  private static func row(_ index: Int, _ rows: [ChainRow], _ glyphs: Glyphs) -> TableView.Row {
    let row = rows[index]
    let role: Role =
      switch row.verdict {
      case .open: .value
      case .newer, .loop: .warning
      case .refused, .failed: .backing
      }
    return TableView.Row(
      cells: [
        row.isDataFile ? "" : "\(row.layer)", graph(index, rows, glyphs) + row.name,
        row.formatText, row.virtualSize.map(binarySize) ?? "", row.fileSize.map(binarySize) ?? "",
        row.allocated.map(binarySize) ?? "",
        String((row.modificationTime.map(CalendarDate.textWithTime) ?? "").dropLast(3)),
        row.stateText,
      ], role: role)
  }

  /// What hangs on what.
  private static func graph(_ index: Int, _ rows: [ChainRow], _ glyphs: Glyphs) -> String {
    guard rows.count > 1 else { return "" }
    let isLast = index == rows.count - 1
    let joint = index == 0 ? glyphs.teeDown : isLast ? glyphs.bottomLeft : glyphs.teeRight
    return "\(joint)" + (rows[index].isDataFile ? "\(glyphs.horizontal) data: " : " ")
  }

  private static func details(_ row: ChainRow) -> [TableView.Detail] {
    var details = [
      TableView.Detail(label: "name", text: row.name),
      .init(label: "path", text: row.fullPath.map(\.displayed) ?? "not a file"),
      .init(label: "state", text: row.verdict.explanation, role: row.isOpen ? .value : .warning),
    ]
    if row.canBeAllowed { details.append(.init(label: "", text: "a opens it after all")) }
    details.append(.init(label: "format", text: row.formatExplanation))
    if let size = row.fileSize {
      let disk = row.virtualSize.map { "disk \(binarySize($0)) (\($0)), " } ?? ""
      let taken = row.allocated.map { ", \(binarySize($0)) taken on its disk" } ?? ""
      let file = "file \(binarySize(size)) (\(size))"
      details.append(.init(label: "size", text: disk + file + taken))
    }
    if let time = row.modificationTime {
      details.append(.init(label: "changed", text: "\(CalendarDate.textWithTime(time)) UTC"))
    }
    return details
  }

  /// The whole of what a narrow row cuts off.
  static func detail(_ model: Model) -> (String, Role) {
    let row = model.chain[min(model.chosen[.chain] ?? 0, model.chain.count - 1)]
    let path = row.path.map(\.displayed) ?? row.name
    return ("\(path): \(row.verdict.explanation)", row.verdict == .open ? .plain : .warning)
  }
}

extension ChainRow {
  /// The verdict in a few words for a column.
  fileprivate var stateText: String {
    switch verdict {
    case .open: "open"
    case .newer: "newer than layer \(layer - 1)"
    case .loop(let layer): "LOOP to layer \(layer)"
    case .refused(let reason): "refused: \(reason)"
    case .failed(let reason): "failed: \(reason)"
    }
  }

  fileprivate var formatExplanation: String {
    if isDataFile { return "raw, as every data file is" }
    if layer == 0 { return formatText }
    switch format {
    case .stored(let name): return "\(name), stored in the layer above"
    case .guessed(""): return "not stored in the layer above"
    case .guessed(let name):
      return "\(name), guessed from its first bytes: the layer above stores none"
    }
  }
}
