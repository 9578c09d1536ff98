internal import QCOW2
internal import Surface

/// What the map's colours and glyphs mean, with the count of each kind on the whole disk.
enum MapLegend {
  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    guard area.height > 0 else { return }
    var x = area.x + 1
    let isComplete = model.progress.isFinished
    for kind in [Kind.data, .compressed, .zeroAllocated, .zeroPlain, .unallocated, .damaged] {
      let count = model.surveyed[kind]
      guard count > 0 || kind != .damaged else { continue }
      let swatch = kind == .unallocated ? "." : String(surface.glyphs.shades[4])
      x += surface.put(
        swatch, x: x, y: area.y, style: Style(KindStyle.role(kind)), width: area.maxX - x)
      x += surface.put(
        " \(name(kind)) ", x: x, y: area.y, style: Style(.label), width: max(0, area.maxX - x))
      x += surface.put(
        "\(grouped(count))\(isComplete ? "" : "+")  ", x: x, y: area.y, style: Style(.value),
        width: max(0, area.maxX - x))
    }
    guard area.height > 1 else { return }
    let shades = surface.glyphs.shades
    let text =
      " \(shades[4]) all  \(shades[3]) <100%  \(shades[2]) <63%  \(shades[1]) <31%  "
      + "\(shades[0]) <6%  \(surface.glyphs.unread) not read yet"
    let room = area.width - surface.columns(of: text)
    let units = ["   counts: \(unit(model)) of the whole disk", "  in \(unit(model))"]
    surface.put(
      text + (units.first { surface.columns(of: $0) <= room } ?? ""), x: area.x, y: area.y + 1,
      style: Style(.muted), width: area.width)
  }

  private static func unit(_ model: Model) -> String {
    let geometry = model.image.geometry
    return binarySize(geometry.subclusterSize)
      + (geometry.hasExtendedL2 ? " subclusters" : " clusters")
  }

  private static func name(_ kind: Kind) -> String {
    switch kind {
    case .data: "data"
    case .compressed: "compr"
    case .zeroAllocated: "zero kept"
    case .zeroPlain: "zero"
    case .unallocated: "hole"
    case .damaged: "damaged"
    }
  }
}

/// A count with commas between thousands.
func grouped(_ count: UInt64) -> String {
  var text = ""
  for (index, digit) in String(count).reversed().enumerated() {
    if index > 0, index % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return String(text.reversed())
}
