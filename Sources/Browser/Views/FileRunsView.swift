internal import QCOW2
internal import Surface

/// The runs of the file, or those of them that nothing refers to.
enum FileRunsView {
  static func table(_ model: Model) -> TableView {
    let runs = model.hosts.runs
    let rows = runs?.list.runs ?? []
    return TableView(
      title: title(runs, model), columns: columns(rows, model.hosts.showsGhosts), count: rows.count,
      row: { row($0, runs) }, empty: empty(model))
  }

  private static func title(_ runs: FileRuns?, _ model: Model) -> String {
    let name = model.hosts.showsGhosts ? "Clusters nothing refers to" : "Runs of the file"
    guard let runs else { return name }
    guard runs.list.isCut else { return name }
    return "\(name), the first \(grouped(UInt64(runs.list.runs.count))) "
      + "of \(grouped(runs.list.count))"
  }

  private static func columns(_ rows: [HostRuns.Run], _ areGhosts: Bool) -> [TableView.Column] {
    let start: @Sendable (Int) -> SortKey = { .number(rows[$0].clusters.lowerBound) }
    let length: @Sendable (Int) -> SortKey = { .number(UInt64(rows[$0].clusters.count)) }
    let use: @Sendable (Int) -> SortKey = { .text(rows[$0].use.name) }
    let all: [TableView.Column] = [
      .init(heading: "host", width: 14, key: start),
      .init(heading: "length", width: 10, isRightAligned: true, key: length),
      .init(heading: " use", width: areGhosts ? 9 : 16, key: use),
      .init(heading: "clusters", width: 11, from: 56, isRightAligned: true, key: length),
      .init(heading: " first cluster", width: 20, from: 40),
    ]
    return areGhosts ? all : all.dropLast()
  }

  private static func row(_ index: Int, _ runs: FileRuns?) -> TableView.Row {
    guard let runs, runs.list.runs.indices.contains(index) else { return TableView.Row(cells: []) }
    let run = runs.list.runs[index]
    let bytes = runs.bytes(of: index)
    return TableView.Row(
      cells: [
        "\(bytes.lowerBound)", binarySize(bytes.upperBound - bytes.lowerBound),
        " \(run.use.name)", grouped(UInt64(run.clusters.count)),
        " \(runs.looks[index] ?? "")",
      ], role: UseStyle.role(run.use))
  }

  private static func empty(_ model: Model) -> String {
    if let failure = model.hosts.runsFailure { return failure }
    guard model.hosts.runs != nil else { return "reading the tables" }
    return model.hosts.showsGhosts
      ? "every cluster of the file is in use" : "the file has no clusters"
  }

  /// The chosen run in full.
  static func detail(_ model: Model) -> (String, Role) {
    guard let row = model.chosenFileRun, let runs = model.hosts.runs else { return ("", .muted) }
    let bytes = runs.bytes(of: row)
    let last = HostOffset(bytes.upperBound.rawValue - 1)
    let look = runs.looks[row].map { ", first cluster: \($0)" } ?? ""
    return ("\(runs.list.runs[row].use.name) \(bytes.lowerBound)..\(last)\(look)", .plain)
  }
}
