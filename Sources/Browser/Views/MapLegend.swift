internal import QCOW2
internal import Surface

/// What the map's colours and glyphs mean, with the count of each kind on the whole disk.
enum MapLegend {
  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    guard area.height > 0 else { return }
    var x = area.x + 1
    let isComplete = model.progress.isFinished
    if model.coloring != nil {
      let partial = model.dirtyGrid?.isPartial == true ? "; some of it cannot be read" : ""
      x += surface.put(
        String(surface.glyphs.shades[4]), x: x, y: area.y, style: Style(.shared, .bold), width: 1)
      x += surface.put(
        " written since the bitmap was cleared\(partial)  ", x: x, y: area.y, style: Style(.label),
        width: max(0, area.maxX - x))
    }
    for entry in entries(model) where entry.count > 0 || entry.isAlwaysShown {
      let swatch = entry.role == .hole ? "." : String(surface.glyphs.shades[4])
      x += surface.put(
        swatch, x: x, y: area.y, style: Style(entry.role), width: max(0, area.maxX - x))
      x += surface.put(
        " \(entry.name) ", x: x, y: area.y, style: Style(.label), width: max(0, area.maxX - x))
      x += surface.put(
        "\(grouped(entry.count))\(isComplete ? "" : "+")  ", x: x, y: area.y,
        style: Style(.value), width: max(0, area.maxX - x))
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

  private struct Entry {
    var name: String
    var count: UInt64
    var role: Role
    var isAlwaysShown = true
  }

  private static func entries(_ model: Model) -> [Entry] {
    let counts = model.surveyed
    return [
      Entry(name: "data", count: counts[.data], role: .data),
      Entry(name: "compr", count: counts[.compressed], role: .compressed),
      Entry(name: "zero kept", count: counts[.zeroAllocated], role: .zero),
      Entry(name: "zero", count: counts[.zeroPlain], role: .zero),
      Entry(name: "hole", count: counts[.unallocated], role: .hole),
      Entry(
        name: "of these from below", count: counts.below, role: .backing, isAlwaysShown: false),
      Entry(name: "not open", count: counts[.missing], role: .backing, isAlwaysShown: false),
      Entry(name: "damaged", count: counts[.damaged], role: .damaged, isAlwaysShown: false),
    ]
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
