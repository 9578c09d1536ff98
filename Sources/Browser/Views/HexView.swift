internal import QCOW2
internal import Surface

/// Guest bytes: state letter, offset, digits in groups of eight, characters.
enum HexView {
  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    let dot = " \(surface.glyphs.middleDot) "
    PaneTitle(title: title(model, dot), note: note(model, dot)).draw(
      in: area, isFocused: model.focus == .hex, on: &surface)
    guard let inner = model.layout.content(of: .hex), let layout = model.hexLayout else { return }
    guard model.image.geometry.virtualSize > 0 else {
      surface.put(
        " the virtual disk has no bytes", x: inner.x, y: inner.y, style: Style(.muted),
        width: inner.width)
      return
    }
    for line in 0..<inner.height {
      let (first, overflow) = model.hexTop.rawValue.addingReportingOverflow(
        UInt64(line * layout.bytesPerRow))
      guard !overflow, first < model.image.geometry.virtualSize else { break }
      let row = Row(model: model, layout: layout, first: GuestOffset(first))
      row.draw(in: Rect(x: inner.x, y: inner.y + line, width: inner.width, height: 1), on: &surface)
    }
  }

  private static func title(_ model: Model, _ dot: String) -> String {
    let title = "Hex\(dot)guest"
    guard let refusal = model.image.file.guestDataRefusal else { return title }
    return title + dot + refusal.message
  }

  private static func note(_ model: Model, _ dot: String) -> String {
    let cursor = model.cursor
    var parts = [
      "sector \(cursor.rawValue / 512)", "cluster \(model.image.geometry.cluster(of: cursor))",
    ]
    if let partition = model.partitions.last(where: { $0.range.contains(cursor) }) {
      parts.append("p\(partition.number)+\(hex(cursor - partition.range.lowerBound))")
    }
    return parts.joined(separator: dot)
  }

  /// One row of bytes.
  private struct Row {
    let model: Model
    let layout: HexLayout
    let first: GuestOffset

    func draw(in line: Rect, on surface: inout Surface) {
      let extent = model.page?.piece(at: first)?.extent
      let letter = extent.map { KindStyle.letter($0) } ?? "?"
      let isCursorRow = model.cursor >= first && model.cursor - first < UInt64(layout.bytesPerRow)
      put(
        String(letter), 0, Style(extent.map { KindStyle.role($0) } ?? .unread), line, &surface)
      let digits = String(first.rawValue, radix: 16)
      put(
        String(repeating: "0", count: max(0, layout.digits - digits.count)) + digits, 1,
        Style(.offset, isCursorRow ? .bold : []), line, &surface)
      for index in 0..<layout.bytesPerRow {
        guard let offset = first.advanced(by: UInt64(index)), offset < model.image.geometry.end
        else { break }
        draw(offset, index, in: line, on: &surface)
      }
    }

    private func draw(
      _ offset: GuestOffset, _ index: Int, in line: Rect, on surface: inout Surface
    ) {
      let style: Style
      let digits: String
      var character = " "
      switch model.page?.byte(at: offset) ?? .absent {
      case .value(let byte):
        let text = String(byte, radix: 16)
        digits = byte < 16 ? "0" + text : text
        style = Style(byte == 0 ? .muted : .text)
        character = (0x20...0x7e).contains(byte) ? String(Unicode.Scalar(byte)) : "."
      case .unreadable:
        digits = "??"
        style = Style(unreadableRole(offset))
        character = "?"
      case .absent:
        digits = String(repeating: String(surface.glyphs.unread), count: 2)
        style = Style(.unread)
      }
      let shown = offset == model.cursor ? Style(.cursor) : style
      put(digits, layout.column(ofByte: index), shown, line, &surface)
      put(character, layout.column(ofText: index), shown, line, &surface)
    }

    /// What is merely refused is not painted as damage.
    private func unreadableRole(_ offset: GuestOffset) -> Role {
      guard case .failure(let error)? = model.page?.piece(at: offset)?.content else {
        return .damaged
      }
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
}
