internal import QCOW2
internal import Surface
internal import SystemPackage

/// The files that the disk is made of, from the image down.
enum ChainView {
  static func table(_ model: Model, _ glyphs: Glyphs) -> TableView {
    let rows = model.chain
    // Sorted or filtered, the rows do not hang together any more.
    let isWhole = model.arrangement(of: .chain).isPlain
    let chosen = model.chosenRow(of: .chain).map { rows[$0] }
    return TableView(
      title: "Chain", columns: columns(rows),
      count: rows.count, row: { row($0, rows, isWhole ? glyphs : nil) },
      about: chosen.map {
        $0.isDataFile ? "data file of layer \($0.layer)" : "layer \($0.layer)"
      } ?? "",
      details: chosen.map(details) ?? [], empty: "")
  }

  private static func columns(_ rows: [ChainRow]) -> [TableView.Column] {
    [
      .init(heading: "#", width: 3),
      .init(heading: "name as stored", width: nil) { .text(rows[$0].name) },
      .init(heading: "format", width: 15, from: 70) { .text(rows[$0].formatText) },
      .init(heading: "disk", width: 10, from: 70) { .number(rows[$0].virtualSize ?? 0) },
      .init(heading: "file", width: 10, from: 70) { .number(rows[$0].fileSize ?? 0) },
      .init(heading: "on disk", width: 10, from: 140) { .number(rows[$0].allocated ?? 0) },
      .init(heading: "changed (UTC)", width: 18, from: 100) {
        .number(UInt64(max(0, rows[$0].modificationTime ?? 0)))
      },
      .init(heading: "state", width: 18) { .text(rows[$0].stateText) },
    ]
  }

  private static func row(_ index: Int, _ rows: [ChainRow], _ glyphs: Glyphs?) -> TableView.Row {
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
  private static func graph(_ index: Int, _ rows: [ChainRow], _ glyphs: Glyphs?) -> String {
    guard let glyphs, rows.count > 1 else { return "" }
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
    guard let row = model.chosenRow(of: .chain).map({ model.chain[$0] }) else {
      return ("", .muted)
    }
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
