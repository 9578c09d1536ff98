internal import QCOW2
internal import Surface

/// The runs of the disk around the cursor: each lies in one piece on the disk and in the file.
enum RunsView {
  static func table(_ model: Model) -> TableView {
    let rows = model.runs?.rows ?? []
    return TableView(
      title: "Runs", columns: columns, count: rows.count,
      row: { row($0, rows, model) }, empty: "reading the tables")
  }

  private static let columns: [TableView.Column] = [
    .init(heading: "", width: 2), .init(heading: "guest", width: 14),
    .init(heading: "length", width: 10, isRightAligned: true),
    .init(heading: " host", width: 15, from: 38),
    .init(heading: "jump", width: 12, from: 56, isRightAligned: true),
    .init(heading: " kind", width: 13, from: 70), .init(heading: "layer", width: 10, from: 78),
  ]

  private static func row(_ index: Int, _ rows: [Extent], _ model: Model) -> TableView.Row {
    let run = rows[index]
    let host = run.host.map { " \($0)" } ?? ""
    return TableView.Row(
      cells: [
        String(KindStyle.letter(run)), "\(run.start)", binarySize(run.length), host,
        jump(index, rows), " \(run.kind.name)",
        run.kind == .unallocated ? "" : model.layerName(run.layer),
      ], role: KindStyle.role(run) == .damaged ? .error : KindStyle.role(run))
  }

  /// How far the file is jumped over from the end of the run before that has a place in it.
  private static func jump(_ index: Int, _ rows: [Extent]) -> String {
    guard let host = rows[index].host, rows[index].kind == .data,
      let last = rows[..<index].last(where: { $0.host != nil && $0.layer == rows[index].layer }),
      last.kind == .data, let end = last.host?.advanced(by: last.length), end != host
    else { return "" }
    return host > end ? "+\(binarySize(host - end))" : "-\(binarySize(end - host))"
  }

  /// The chosen run in full.
  static func detail(_ model: Model) -> (String, Role) {
    guard let run = model.chosenRun else { return ("", .muted) }
    let last = GuestOffset(run.end.rawValue - 1)
    let host = run.host.map { ", host \($0)" } ?? ""
    let provider = run.layer > 0 ? " from \(model.layerName(run.layer))" : ""
    return (
      "\(run.kind.name)\(provider) \(run.start)..\(last) \(binarySize(run.length))\(host)", .plain
    )
  }
}
