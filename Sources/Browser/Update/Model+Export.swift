internal import QCOW2
internal import Surface
internal import SystemPackage

extension Model {
  /// What is written to a file.
  enum Exported: Sendable {
    /// The rows of the focused list, or else the bytes.
    case here
    case bytes
    case disk
  }

  /// What it is of now, for people; nil where there is nothing.
  private func subject(_ exported: Exported) -> Subject? {
    switch exported {
    case .here, .bytes: return subject(wantsExtent: true)
    case .disk:
      guard image.geometry.virtualSize > 0 else { return nil }
      return Subject(bytes: .guest(disk.guestRange), name: choice ?? "whole disk")
    }
  }

  private func isList(_ exported: Exported) -> Bool { exported == .here && focus.canBeArranged }

  /// Tells what will be written while the name of the file is typed.
  func preview(_ exported: Exported) -> ArgumentKind.Preview {
    if isList(exported) {
      let count = counted(UInt64(shownCount(focus)), "row", "rows")
      return .init(text: "\(count) of \(focus.name) as text, as JSON into NAME.json")
    }
    return .init(text: subject(exported)?.text ?? "nothing")
  }

  /// Writes to a new file.
  mutating func export(_ exported: Exported, to name: String) -> [Effect] {
    guard !shell.running.contains(.export) else {
      tell("an export runs, ^C stops it")
      return []
    }
    let path = FileNames.path(name)
    if isList(exported) {
      return listText.map { [.exportList($0, path)] } ?? []
    }
    guard let subject = subject(exported) else {
      tell("there are no bytes to write")
      return []
    }
    tell("export: \(subject.text)")
    return [.export(subject, path)]
  }

  /// The rows of the focused list as they are shown.
  private var listText: ListText? {
    guard let table = focus.table(self, .ascii) else { return nil }
    let arrangement = arrangement(of: focus)
    let rows = (0..<shownCount(focus)).map { place -> [ListText.Cell] in
      let row = arrangement.row(at: place)
      return zip(table.columns, table.row(row).cells).map { column, text in
        ListText.Cell(text: text.trimmingSpaces, number: Self.number(column.key?(row), text))
      }
    }
    let headings = table.columns.map { $0.heading.trimmingSpaces }
    return ListText(
      title: focus.name, headings: headings.map { $0.isEmpty ? "mark" : $0 }, rows: rows)
  }

  /// The number that a cell shows; what is sorted by another number than is shown has none.
  private static func number(_ key: SortKey?, _ text: String) -> UInt64? {
    guard case .number(let number)? = key, text.contains(where: \.isNumber), !text.contains("%")
    else { return nil }
    return number
  }
}
