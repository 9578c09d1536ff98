internal import QCOW2
internal import Surface

/// Bytes of the disk or of the file: state letter, offset, digits in groups of eight, characters.
enum HexView {
  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    let dot = " \(surface.glyphs.middleDot) "
    PaneTitle(title: title(model, dot), note: note(model, dot)).draw(
      in: area, isFocused: model.focus == .hex, on: &surface)
    guard let inner = model.layout.content(of: .hex), let layout = model.hexLayout else { return }
    guard model.hexSize > 0 else {
      surface.put(
        model.hexSpace == .guest ? " the virtual disk has no bytes" : " the file has no bytes",
        x: inner.x, y: inner.y, style: Style(.muted), width: inner.width)
      return
    }
    let selection = model.selection?.bounds
    let noted = NotedBytes(model)
    let hits = model.hitsOnPage
    for line in 0..<inner.height {
      let (first, overflow) = model.hexStart.addingReportingOverflow(
        UInt64(line * layout.bytesPerRow))
      guard !overflow, first < model.hexSize else { break }
      let row = HexRow(
        model: model, layout: layout, first: first, selection: selection, noted: noted, hits: hits)
      row.draw(in: Rect(x: inner.x, y: inner.y + line, width: inner.width, height: 1), on: &surface)
    }
  }

  private static func title(_ model: Model, _ dot: String) -> String {
    guard model.hexSpace == .guest else { return file(model, dot) }
    let title = "Hex\(dot)guest"
    if let comparison = model.comparison { return "\(title)\(dot)against \(comparison.name)" }
    guard let refusal = model.image.file.guestDataRefusal else { return title }
    return title + dot + refusal.message
  }

  /// What the cursor's byte is part of, which no line below has room for.
  private static func file(_ model: Model, _ dot: String) -> String {
    let place = model.hosts.cursor
    let known = model.fieldNote.flatMap { $0.range.contains(place) ? $0.structure : nil }
    let name = model.hostShape?.name(at: place.rawValue) ?? known
    return "Hex\(dot)file" + (name.map { dot + $0 } ?? "")
  }

  private static func note(_ model: Model, _ dot: String) -> String {
    let place = model.hexPlace
    var parts = [
      "sector \(place / 512)", "cluster \(place >> UInt64(model.image.geometry.clusterBits))",
    ]
    let cursor = model.cursor
    if model.hexSpace == .guest,
      let partition = model.partitions?.partitions.last(where: { $0.range.contains(cursor) })
    {
      parts.append("p\(partition.number)+\(hex(cursor - partition.range.lowerBound))")
    }
    return parts.joined(separator: dot)
  }
}

/// One row of bytes.
struct HexRow {
  let model: Model
  let layout: HexLayout
  let first: UInt64
  let selection: Range<UInt64>?
  let noted: NotedBytes
  /// What matches on the page.
  let hits: [Range<UInt64>]

  func draw(in line: Rect, on surface: inout Surface) {
    let (letter, role) = state
    let place = model.hexPlace
    let isCursorRow = place >= first && place - first < UInt64(layout.bytesPerRow)
    put(String(letter), 0, Style(role), line, &surface)
    let offset = model.hexStyle.offsets.text(
      first, columns: layout.digits, clusterBits: model.image.geometry.clusterBits)
    put(offset, 1, Style(.offset, isCursorRow ? .bold : []), line, &surface)
    if differs { put("x", 1 + layout.digits, Style(.warning, .bold), line, &surface) }
    for index in 0..<layout.bytesPerRow {
      let (place, overflow) = first.addingReportingOverflow(UInt64(index))
      guard !overflow, place < model.hexSize else { break }
      draw(place, index, in: line, on: &surface)
    }
  }

  /// Whether the disk that is compared with has another byte in this row.
  private var differs: Bool {
    guard model.comparison != nil else { return false }
    return (0..<UInt64(layout.bytesPerRow)).contains { index in
      let (place, overflow) = first.addingReportingOverflow(index)
      return !overflow && model.differs(at: place) == true
    }
  }

  /// What the first byte is part of.
  private var state: (Unicode.Scalar, Role) {
    guard model.hexSpace == .guest else { return (" ", .plain) }
    guard let extent = model.page?.piece(at: GuestOffset(first))?.extent else {
      return ("?", .unread)
    }
    return (KindStyle.letter(extent), KindStyle.role(extent))
  }

  private func draw(
    _ place: UInt64, _ index: Int, in line: Rect, on surface: inout Surface
  ) {
    var style: Style
    let digits: String
    var character = " "
    switch model.hexByte(at: place) {
    case .value(let byte):
      let text = String(byte, radix: 16)
      digits = byte < 16 ? "0" + text : text
      style = field(at: place) ?? Style(byte == 0 ? .muted : .text)
      character = (0x20...0x7e).contains(byte) ? String(Unicode.Scalar(byte)) : "."
    case .unreadable:
      digits = "??"
      style = Style(unreadableRole(place))
      character = "?"
    case .absent:
      digits = String(repeating: String(surface.glyphs.unread), count: 2)
      style = Style(.unread)
    }
    if model.comparison != nil, model.differs(at: place) == true { style = Style(.warning, .bold) }
    if model.hasChanged(at: place) { style = Style(.warning, .bold) }
    if noted.contains(place) { style = style.with(.underline) }
    let isSelected = selection?.contains(place) == true
    if isSelected {
      style = Style(.selection)
    } else if hits.contains(where: { $0.contains(place) }) {
      style = Style(.hit)
    }
    let shown = place == model.hexPlace ? Style(.cursor) : style
    put(digits, layout.column(ofByte: index), shown, line, &surface)
    put(character, layout.column(ofText: index), shown, line, &surface)
    guard index + 1 < layout.bytesPerRow, place < .max, isJoined(place, isSelected) else { return }
    let gap = layout.column(ofByte: index) + 2
    let width = layout.column(ofByte: index + 1) - gap
    put(String(repeating: " ", count: width), gap, style, line, &surface)
  }

  /// Whether the space behind a byte belongs to it and the next: both are selected, or one field.
  private func isJoined(_ place: UInt64, _ isSelected: Bool) -> Bool {
    if isSelected { return selection?.contains(place + 1) == true }
    guard let mark = mark(at: place) else { return false }
    return mark == self.mark(at: place + 1) && selection?.contains(place + 1) != true
  }

  private func mark(at place: UInt64) -> HostShape.Mark? {
    guard model.hexSpace == .host, model.hexStyle.hasColors else { return nil }
    return model.hostShape?.mark(at: place)
  }

  /// The colour of the structure that a byte of the file is part of, in the shade of its field.
  private func field(at place: UInt64) -> Style? {
    mark(at: place).map { Style(ClassStyle.role($0.class), $0.isShaded ? .shaded : []) }
  }

  /// What is merely refused is not painted as damage.
  private func unreadableRole(_ place: UInt64) -> Role {
    guard model.hexSpace == .guest,
      case .failure(let error)? = model.page?.piece(at: GuestOffset(place))?.content
    else { return .damaged }
    return switch error {
    case .needsBackingFile: .backing
    case .guestDataRefused: .unread
    default: .damaged
    }
  }

  private func put(
    _ text: String, _ column: Int, _ style: Style, _ line: Rect, _ surface: inout Surface
  ) {
    surface.put(
      text, x: line.x + column, y: line.y, style: style, width: max(0, line.width - column))
  }
}

/// A colour for the bytes of a structure.
enum ClassStyle {
  static func role(_ class: ClusterClass) -> Role {
    switch `class` {
    case .l1Table: .shared
    case .l2Table: .data
    case .refcountTable, .refcountBlock: .backing
    case .snapshotTable, .bitmapDirectory, .bitmapTable: .compressed
    default: .metadata
    }
  }
}
