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
    for line in 0..<inner.height {
      let (first, overflow) = model.hexStart.addingReportingOverflow(
        UInt64(line * layout.bytesPerRow))
      guard !overflow, first < model.hexSize else { break }
      let row = HexRow(model: model, layout: layout, first: first, selection: selection)
      row.draw(in: Rect(x: inner.x, y: inner.y + line, width: inner.width, height: 1), on: &surface)
    }
  }

  private static func title(_ model: Model, _ dot: String) -> String {
    guard model.hexSpace == .guest else { return "Hex\(dot)file" }
    let title = "Hex\(dot)guest"
    guard let refusal = model.image.file.guestDataRefusal else { return title }
    return title + dot + refusal.message
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

  func draw(in line: Rect, on surface: inout Surface) {
    let (letter, role) = state
    let place = model.hexPlace
    let isCursorRow = place >= first && place - first < UInt64(layout.bytesPerRow)
    put(String(letter), 0, Style(role), line, &surface)
    let digits = String(first, radix: 16)
    put(
      String(repeating: "0", count: max(0, layout.digits - digits.count)) + digits, 1,
      Style(.offset, isCursorRow ? .bold : []), line, &surface)
    for index in 0..<layout.bytesPerRow {
      let (place, overflow) = first.addingReportingOverflow(UInt64(index))
      guard !overflow, place < model.hexSize else { break }
      draw(place, index, in: line, on: &surface)
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
      style = Style(byte == 0 ? .muted : .text)
      character = (0x20...0x7e).contains(byte) ? String(Unicode.Scalar(byte)) : "."
    case .unreadable:
      digits = "??"
      style = Style(unreadableRole(place))
      character = "?"
    case .absent:
      digits = String(repeating: String(surface.glyphs.unread), count: 2)
      style = Style(.unread)
    }
    let isSelected = selection?.contains(place) == true
    if isSelected { style = Style(.selection) }
    let shown = place == model.hexPlace ? Style(.cursor) : style
    put(digits, layout.column(ofByte: index), shown, line, &surface)
    put(character, layout.column(ofText: index), shown, line, &surface)
    // The space between two selected bytes belongs to them.
    guard isSelected, index + 1 < layout.bytesPerRow, selection?.contains(place + 1) == true else {
      return
    }
    let gap = layout.column(ofByte: index) + 2
    let width = layout.column(ofByte: index + 1) - gap
    put(String(repeating: " ", count: width), gap, Style(.selection), line, &surface)
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
