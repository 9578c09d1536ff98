internal import QCOW2
internal import Surface

/// The runs of the disk around the cursor: each lies in one piece on the disk and in the file.
enum RunsView {
  static func table(_ model: Model) -> TableView {
    let runs = model.runs
    let rows = runs?.rows ?? []
    let only = model.shownStates.isEmpty ? "" : ", only \(model.filterText)"
    return TableView(
      title: title(runs, model) + only, columns: columns(rows), count: rows.count,
      row: { row($0, runs, model) },
      empty: runs == nil ? "reading the tables" : "no run is in such a state: f a shows all")
  }

  /// Says how much of the disk a sorted or filtered list is about.
  private static func title(_ runs: RunList?, _ model: Model) -> String {
    guard let runs, model.arrangements[.runs] != nil else { return "Runs" }
    let count = grouped(UInt64(runs.rows.count))
    return runs.reachesStart && runs.reachesEnd
      ? "Runs: all \(count)" : "Runs: \(count) around \(runs.request.place)"
  }

  private static func columns(_ rows: [Extent]) -> [TableView.Column] {
    let length: @Sendable (Int) -> SortKey = { .number(rows[$0].length) }
    let guest: @Sendable (Int) -> SortKey = { .number(rows[$0].start.rawValue) }
    let host: @Sendable (Int) -> SortKey = { .number(rows[$0].host?.rawValue ?? 0) }
    let kind: @Sendable (Int) -> SortKey = { .text(rows[$0].kind.name) }
    return [
      .init(heading: "", width: 2), .init(heading: "guest", width: 14, key: guest),
      .init(heading: "length", width: 10, isRightAligned: true, key: length),
      .init(heading: " host", width: 15, from: 38, key: host),
      .init(heading: " expected", width: 15, from: 88),
      .init(heading: "jump", width: 12, from: 56, isRightAligned: true),
      .init(heading: "rc", width: 6, from: 50, isRightAligned: true),
      .init(heading: " kind", width: 13, from: 76, key: kind),
      .init(heading: "layer", width: 10, from: 84),
    ]
  }

  private static func row(_ index: Int, _ runs: RunList?, _ model: Model) -> TableView.Row {
    guard let runs, runs.rows.indices.contains(index) else { return TableView.Row(cells: []) }
    let run = runs.rows[index]
    let host = run.host.map { " \($0)" } ?? ""
    let expected = expected(index, runs.rows)
    return TableView.Row(
      cells: [
        String(KindStyle.letter(run)), "\(run.start)", binarySize(run.length), host,
        expected.map { " \($0)" } ?? "", jump(run, from: expected), counts(index, runs),
        " \(run.kind.name)", run.kind == .unallocated ? "" : model.layerName(run.layer),
      ], role: KindStyle.role(run) == .damaged ? .error : KindStyle.role(run))
  }

  /// The reference counts of a row's clusters; nothing while they are not known.
  private static func counts(_ index: Int, _ runs: RunList) -> String {
    guard runs.counts.indices.contains(index), let counts = runs.counts[index] else { return "" }
    return counts.lowerBound == counts.upperBound
      ? "\(counts.lowerBound)" : "\(counts.lowerBound)-\(counts.upperBound)"
  }

  /// Where the file would go on after the run before that has a place in it, where it does not.
  private static func expected(_ index: Int, _ rows: [Extent]) -> HostOffset? {
    guard let host = rows[index].host, rows[index].kind == .data,
      let last = rows[..<index].last(where: { $0.host != nil && $0.layer == rows[index].layer }),
      last.kind == .data, let end = last.host?.advanced(by: last.length), end != host
    else { return nil }
    return end
  }

  /// How far the file is jumped over.
  private static func jump(_ run: Extent, from expected: HostOffset?) -> String {
    guard let host = run.host, let expected else { return "" }
    return host > expected ? "+\(binarySize(host - expected))" : "-\(binarySize(expected - host))"
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
