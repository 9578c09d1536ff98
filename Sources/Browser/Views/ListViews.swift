internal import QCOW2
internal import Surface

/// The parsed header.
enum HeaderView {
  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    guard let inner = model.layout.content(of: .header) else { return }
    let rows = model.facts.rows
    let list = VisibleRows(count: rows.count, height: inner.height, top: model.scroll[.header] ?? 0)
    PaneTitle(title: "Header", note: list.note(surface.glyphs)).draw(
      in: area, isFocused: model.focus == .header, on: &surface)
    // Where there is room the longest name of a field fits, and all values line up.
    let labelWidth = inner.width >= 52 ? 24 : min(16, max(8, inner.width / 3))
    for (line, index) in list.range.enumerated() {
      draw(
        rows[index], labelWidth: labelWidth,
        in: Rect(x: inner.x, y: inner.y + line, width: inner.width, height: 1), on: &surface)
    }
  }

  private static func draw(
    _ row: ImageFacts.Row, labelWidth: Int, in line: Rect, on surface: inout Surface
  ) {
    switch row.weight {
    case .heading:
      surface.put(
        " \(row.label)", x: line.x, y: line.y, style: Style(.label, .underline), width: line.width)
    case .warning, .error:
      let style = Style(row.weight == .error ? .error : .warning)
      surface.put(
        cutting: " \(row.label) \(row.value)", x: line.x, y: line.y, style: style,
        width: line.width)
    case .plain:
      let used = surface.put(
        cutting: " \(row.label)", x: line.x, y: line.y, style: Style(.label), width: line.width)
      // A long name moves its value to the right instead of losing its end.
      let column = max(labelWidth, used) + 1
      surface.put(
        cutting: row.value, x: line.x + column, y: line.y, style: Style(.value),
        width: line.width - column)
    }
  }
}

/// Known, named and set feature bits.
enum FeaturesView {
  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    guard let inner = model.layout.content(of: .features) else { return }
    let rows = model.facts.features
    let list = VisibleRows(
      count: rows.count, height: inner.height, top: model.scroll[.features] ?? 0)
    PaneTitle(title: "Features", note: list.note(surface.glyphs)).draw(
      in: area, isFocused: model.focus == .features, on: &surface)
    for (line, index) in list.range.enumerated() {
      draw(
        rows[index], in: Rect(x: inner.x, y: inner.y + line, width: inner.width, height: 1),
        on: &surface)
    }
  }

  private static func draw(_ feature: FeatureStatus, in line: Rect, on surface: inout Surface) {
    let isUnknown = feature.known == nil && feature.isSet
    let state = feature.isSet ? isUnknown ? "ON !" : "ON" : "off"
    let role: Role =
      isUnknown && feature.word == .incompatible ? .error : feature.isSet ? .value : .muted
    let width = max(0, line.width - 5)
    let meaning = feature.known.map { "  \($0.meaning)" } ?? "  not in the specification"
    let name = " \(feature.word.letter)\(feature.bit) \(feature.name)"
    let used = surface.put(
      cutting: name, x: line.x, y: line.y, style: Style(.label), width: width)
    if width - max(used, 28) > meaning.count {
      surface.put(
        meaning, x: line.x + max(used, 28), y: line.y, style: Style(.muted),
        width: width - max(used, 28))
    }
    surface.put(
      state, x: line.maxX - 5, y: line.y, style: Style(role, feature.isSet ? .bold : []), width: 5)
  }
}

/// The part of a list that is on the screen.
struct VisibleRows {
  let range: Range<Int>
  private let count: Int

  init(count: Int, height: Int, top: Int) {
    let first = max(0, min(top, count - height))
    self.count = count
    range = first..<min(count, first + max(0, height))
  }

  /// How much is above and below.
  func note(_ glyphs: Glyphs) -> String {
    var parts: [String] = []
    if range.lowerBound > 0 { parts.append("\(range.lowerBound) more \(glyphs.moreAbove)") }
    if range.upperBound < count {
      parts.append("\(count - range.upperBound) more \(glyphs.moreBelow)")
    }
    return parts.joined(separator: " ")
  }
}
