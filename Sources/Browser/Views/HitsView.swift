internal import QCOW2
internal import Surface

/// All matches of what was looked for, with the characters around each.
enum HitsView {
  static func table(_ model: Model, _ glyphs: Glyphs) -> TableView {
    let list = model.hunt.list
    let rows = list?.rows ?? []
    return TableView(
      title: title(list, glyphs), columns: columns(rows, list?.space ?? .guest), count: rows.count,
      row: { row(rows[$0], model) }, empty: empty(list))
  }

  private static func title(_ list: HitList?, _ glyphs: Glyphs) -> String {
    guard let list else { return "Hits" }
    let dot = " \(glyphs.middleDot) "
    let count = grouped(UInt64(list.hitCount))
    let state =
      switch list.state {
      case .running(let progress): "\(count)\(dot)\(progress)"
      case .done: count
      case .full: "the first \(count), there are more"
      case .stopped(let place): "\(count), stopped at \(place)"
      case .failed: "failed"
      }
    return "Hits\(dot)\(state)\(dot)\(list.name)"
  }

  private static func columns(
    _ rows: [HitList.Row], _ space: AddressSpace
  ) -> [TableView.Column] {
    [
      .init(heading: "", width: 2),
      .init(heading: space == .guest ? "guest" : "file", width: 15) {
        .number(rows[$0].range.lowerBound)
      },
      .init(heading: "bytes", width: 8, isRightAligned: true) { .number(length(rows[$0])) },
      .init(heading: " host", width: 16, from: 110) {
        .number(rows[$0].extent?.host?.rawValue ?? 0)
      },
      .init(heading: " around it", width: 30, from: 38) { .text(rows[$0].text) },
    ]
  }

  private static func length(_ row: HitList.Row) -> UInt64 {
    row.range.upperBound - row.range.lowerBound
  }

  private static func row(_ row: HitList.Row, _ model: Model) -> TableView.Row {
    let letter = row.isLoss ? "!" : row.extent.map { String(KindStyle.letter($0)) } ?? ""
    let isStored = row.extent.map { $0.kind != .compressed } ?? false
    let host = isStored ? row.extent?.host.map { " \($0)" } ?? "" : ""
    let size = row.isLoss ? binarySize(length(row)) : "\(length(row))"
    return TableView.Row(
      cells: [letter, hex(row.range.lowerBound), size, host, " \(row.text)"],
      role: row.isLoss ? .error : row.extent.map(KindStyle.role) ?? .value)
  }

  private static func empty(_ list: HitList?) -> String {
    switch list?.state {
    case .running, nil: "nothing found so far"
    case .done: "not found\(list?.summary ?? "")"
    case .full, .stopped: "nothing found before it was stopped"
    case .failed(let reason): reason
    }
  }

  /// The chosen match, or what was read for the list.
  static func detail(_ model: Model) -> (String, Role) {
    guard let row = model.chosenHit, let list = model.hunt.list else { return ("", .muted) }
    let count = counted(length(row), "byte", "bytes")
    let place = "\(hex(row.range.lowerBound)): \(count)\(list.summary)"
    return row.isLoss ? (row.text, .warning) : (place, .plain)
  }
}
