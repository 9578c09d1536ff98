internal import QCOW2
internal import Surface

/// Marks, notes and the places that jumps have left.
enum MarksView {
  static func table(_ model: Model) -> TableView {
    let title = model.notebook.problem == nil ? "Marks and notes" : "Marks and notes, not kept"
    return TableView(
      title: title, columns: columns(model), count: model.placeCount,
      row: { row($0, model) }, about: model.chosenPlaceRow?.kind ?? "", details: details(model),
      empty: "none yet: m and a letter marks the place, M says something of it")
  }

  private static func columns(_ model: Model) -> [TableView.Column] {
    [
      .init(heading: "what", width: 9) { .text(model.placeRow($0)?.kind ?? "") },
      .init(heading: "place", width: 19) { .number(model.placeRow($0)?.range.lowerBound ?? 0) },
      .init(heading: "length", width: 10, from: 56, isRightAligned: true) {
        .number(model.placeRow($0).map(length) ?? 0)
      },
      .init(heading: " text", width: nil) { .text(model.placeRow($0)?.text ?? "") },
    ]
  }

  private static func row(_ index: Int, _ model: Model) -> TableView.Row {
    guard let row = model.placeRow(index) else { return TableView.Row(cells: ["", "", "", ""]) }
    let isNote = if case .note = row { true } else { false }
    return TableView.Row(
      cells: [
        row.kind, place(row), isNote ? binarySize(length(row)) : "", " \(escaped(row.text))",
      ], role: { if case .visit = row { .muted } else { .value } }())
  }

  private static func place(_ row: PlaceRow) -> String {
    (row.space == .host ? "host " : "") + hex(row.range.lowerBound)
  }

  private static func length(_ row: PlaceRow) -> UInt64 {
    row.range.upperBound - row.range.lowerBound
  }

  private static func details(_ model: Model) -> [TableView.Detail] {
    guard let row = model.chosenPlaceRow else { return [] }
    var details = [TableView.Detail(label: "place", text: place(row))]
    if length(row) > 1 {
      details.append(
        .init(
          label: "range",
          text: "\(hex(row.range.lowerBound))..\(hex(row.range.upperBound - 1)), "
            + counted(length(row), "byte", "bytes")))
    }
    if case .note(let note) = row {
      details.append(.init(label: "text", text: escaped(note.text)))
      if !note.shown.isEmpty { details.append(.init(label: "about", text: escaped(note.shown))) }
    }
    if let problem = model.notebook.problem {
      details.append(.init(label: "kept", text: problem, role: .warning))
    }
    return details
  }

  /// The whole of what a narrow row cuts off.
  static func detail(_ model: Model) -> (String, Role) {
    if let problem = model.notebook.problem { return (problem, .warning) }
    guard let row = model.chosenPlaceRow else { return ("", .muted) }
    let text = row.text.isEmpty ? row.kind : escaped(row.text)
    return ("\(place(row)): \(text)", .plain)
  }
}
