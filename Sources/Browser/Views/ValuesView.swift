internal import Surface

/// What the bytes under the cursor are as numbers, times and text.
enum ValuesView {
  private static let labelWidth = 9
  /// The narrowest column that a second one stands beside.
  private static let leastWidth = 36

  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    let order = model.hexStyle.order(in: model.hexSpace)
    PaneTitle(title: "Values", note: "\(order)-endian \(surface.glyphs.middleDot) e turns").draw(
      in: area, isFocused: false, on: &surface)
    let inner = area.splitTop(1).rest
    guard model.hexSize > 0, !inner.isEmpty else { return }
    let readings = model.byteValues.readings
    let columns = max(1, min(inner.width / leastWidth, (readings.count + 3) / 4))
    let width = inner.width / columns
    let lines = lines(readings, width: width)
    let needed = (lines.count + columns - 1) / columns
    let height = max(1, min(inner.height, needed))
    for (index, line) in lines.prefix(height * columns).enumerated() {
      draw(
        line,
        in: Rect(
          x: inner.x + index / height * width, y: inner.y + index % height, width: width, height: 1),
        on: &surface)
    }
  }

  /// Integers of the same width share a line where both fit.
  private static func lines(
    _ readings: [ByteValues.Reading], width: Int
  ) -> [[ByteValues.Reading]] {
    let pairs = [("u8", "i8"), ("u16", "i16"), ("u32", "i32")]
    return readings.reduce(into: []) { lines, reading in
      if let last = lines.last?.first, pairs.contains(where: { $0 == (last.label, reading.label) }),
        width >= 38, last.isKnown, reading.isKnown
      {
        lines[lines.count - 1].append(reading)
      } else {
        lines.append([reading])
      }
    }
  }

  private static func draw(
    _ line: [ByteValues.Reading], in area: Rect, on surface: inout Surface
  ) {
    var x = area.x + 1
    for reading in line {
      surface.put(
        reading.label, x: x, y: area.y, style: Style(.label), width: max(0, area.maxX - x))
      x += x == area.x + 1 ? labelWidth : 4
      let role: Role = reading.isKnown ? .value : .muted
      let end = area.maxX - 1
      // A name of sixteen bytes begins at the label where it would be cut otherwise.
      let isLong = reading.label == "guid" && surface.columns(of: reading.text) > end - x
      let start = isLong ? area.x + 1 : x
      surface.put(
        cutting: reading.text, x: start, y: area.y, style: Style(role), width: max(0, end - start))
      x += max(12, surface.columns(of: reading.text) + 2)
    }
  }
}
