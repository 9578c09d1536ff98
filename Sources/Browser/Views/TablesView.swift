internal import QCOW2
internal import Surface

/// The entries of a table: as stored, decoded, and with what is wrong with them.
enum TablesView {
  static func table(_ model: Model, _ glyphs: Glyphs) -> TableView {
    let table = model.entries.table
    let page = model.entryPage
    let dot = " \(glyphs.middleDot) "
    let title = "Tables\(dot)\(table.name)" + (page?.place.map { "\(dot)at \($0)" } ?? "")
    return TableView(
      title: title, columns: columns(model), count: model.entryCount,
      row: { row($0, model, glyphs) }, about: about(model), details: details(model),
      empty: page?.problem ?? "reading the table",
      emptyRole: page?.isFaulty == true ? .error : .muted)
  }

  private static func columns(_ model: Model) -> [TableView.Column] {
    let table = model.entries.table
    let digits = "\(max(1, model.entryCount) - 1)".count
    let isCount = if case .refcountBlock = table { true } else { false }
    let space = table.isOfDisk ? "guest" : "file"
    let offsets = model.entryCount > 0 ? hex(model.start(ofEntry: model.entryCount - 1) ?? 0) : ""
    var columns: [TableView.Column] = [
      .init(heading: "index", width: max(6, digits + 1), isRightAligned: true),
      .init(heading: " " + space, width: max(11, offsets.count + 2), from: 34),
    ]
    if !isCount {
      // The letters of the subclusters go before the number.
      let isExtended = if case .l2 = table { model.image.geometry.hasExtendedL2 } else { false }
      columns.append(.init(heading: "entry", width: 19, from: isExtended ? 96 : 76))
      if isExtended {
        columns.append(.init(heading: "bitmap", width: 19, from: 116))
      }
      columns.append(.init(heading: "refs", width: 6, from: 60, isRightAligned: true))
    }
    columns.append(.init(heading: isCount ? "count" : " meaning", width: nil))
    return columns
  }

  private static func row(_ index: Int, _ model: Model, _ glyphs: Glyphs) -> TableView.Row {
    let table = model.entries.table
    let start = model.start(ofEntry: index).map { " " + hex($0) } ?? " past 2^64"
    let entry = model.entryPage?.entry(index)
    let unread = String(repeating: String(glyphs.unread), count: 8)
    var cells = ["\(index)", start]
    if case .refcountBlock = table {
      cells.append(entry.map(meaning) ?? unread)
    } else {
      cells.append(entry?.field.value.map { hex($0, digits: 16) } ?? unread)
      if case .l2 = table, model.image.geometry.hasExtendedL2 {
        cells.append(entry?.field.bitmap.map { hex($0, digits: 16) } ?? "")
      }
      cells.append(entry?.references.map { "\($0)" } ?? "")
      cells.append(entry.map { " " + meaning($0) } ?? "")
    }
    return TableView.Row(cells: cells, role: entry.map { role($0, model) } ?? .unread)
  }

  /// What an entry says, after what is wrong with it; that alone where it names the same place.
  private static func meaning(_ entry: TableEntry) -> String {
    guard let problem = entry.problem else { return entry.field.text }
    let isTold = entry.field.target.map { problem.contains("\($0.host)") } ?? false
    return isTold ? "! \(problem)" : "! \(problem): \(entry.field.text)"
  }

  private static func role(_ entry: TableEntry, _ model: Model) -> Role {
    if entry.problem != nil { return .error }
    let (value, bitmap) = (entry.field.value ?? 0, entry.field.bitmap ?? 0)
    guard value != 0 || bitmap != 0 else { return .hole }
    guard case .l2 = model.entries.table, !model.image.geometry.hasExtendedL2 else { return .value }
    let mapping = L2Entry(rawValue: value).mapping(
      subcluster: 0, model.image.geometry, hasDataFile: model.image.hasDataFile)
    return KindStyle.role(mapping.kind)
  }

  private static func about(_ model: Model) -> String {
    guard let row = model.chosenRow(of: .tables) else { return "" }
    return "\(model.entries.table.entryName)[\(row)]"
  }

  /// The chosen entry bit by bit.
  private static func details(_ model: Model) -> [TableView.Detail] {
    guard let entry = model.chosenEntry else { return [] }
    var details = [TableView.Detail(label: "at", text: "file \(entry.field.range.lowerBound)")]
    if let problem = entry.problem {
      details.append(TableView.Detail(label: "!", text: problem, role: .error))
    }
    details.append(TableView.Detail(label: "is", text: entry.field.text))
    // What must be zero and is says nothing.
    let told = entry.field.bits.filter { $0.field.name != "reserved" || $0.isFaulty }
    details += told.reversed().map { bits in
      let range = bits.field.bits
      let place =
        range.count == 1
        ? "bit \(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
      return TableView.Detail(
        label: place, text: "\(bits.field.name) \(bits.text): \(bits.field.meaning)",
        role: bits.isFaulty ? .error : .value)
    }
    return details
  }

  /// The chosen entry on one line.
  static func detail(_ model: Model) -> (String, Role) {
    if let page = model.entryPage, let problem = page.problem {
      return (problem, page.isFaulty ? .warning : .plain)
    }
    guard let row = model.chosenRow(of: .tables) else { return ("", .muted) }
    let name = "\(model.entries.table.entryName)[\(row)]"
    guard let entry = model.chosenEntry else { return (name, .muted) }
    let count = entry.references.map { ", " + counted($0, "reference", "references") } ?? ""
    let text = "\(name) at file \(entry.field.range.lowerBound): \(meaning(entry))\(count)"
    return (text, entry.problem == nil ? .plain : .warning)
  }
}
