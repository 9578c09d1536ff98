internal import QCOW2
internal import Surface
internal import SystemPackage

/// The files that the disk is made of, from the image down.
enum ChainView {
  static func draw(_ model: Model, in area: Rect, on surface: inout Surface) {
    let layers = model.whole.layers
    TableView(
      title: "Chain", columns: columns(area.width),
      rows: layers.indices.map { row($0, layers) }, empty: ""
    ).draw(.chain, model, in: area, on: &surface)
  }

  private static func columns(_ width: Int) -> [TableView.Column] {
    let name = max(12, min(40, width - 56))
    return [
      .init(heading: "#", width: 3), .init(heading: "name as stored", width: name),
      .init(heading: "format", width: 15), .init(heading: "disk", width: 10),
      .init(heading: "changed", width: 12), .init(heading: "state", width: 16),
    ]
  }

  private static func row(_ index: Int, _ layers: [Layer]) -> TableView.Row {
    let layer = layers[index]
    let format =
      switch layer.format {
      case .stored(let name): name
      case .guessed(let name): index == 0 ? name : "\(name) (guessed)"
      }
    let size = layer.virtualSize > 0 ? binarySize(layer.virtualSize) : ""
    let state: String
    var role = Role.value
    switch layer.content {
    case .closed(let error):
      state = "\(error)"
      role = .backing
    case .image, .raw:
      let isNewer = index > 0 && isNewer(layer, than: layers[index - 1])
      state = isNewer ? "open; changed after the file above: may not match it" : "open"
      if isNewer { role = .warning }
    }
    return TableView.Row(
      cells: [
        "\(index)", layer.name, format, size, layer.modificationTime.map(CalendarDate.text) ?? "",
        state,
      ], role: role)
  }

  private static func isNewer(_ layer: Layer, than above: Layer) -> Bool {
    guard let below = layer.modificationTime, let above = above.modificationTime else {
      return false
    }
    return below > above
  }

  /// The whole of what a narrow row cuts off.
  static func detail(_ model: Model) -> (String, Role) {
    let layers = model.whole.layers
    let layer = layers[min(model.chosen[.chain] ?? 0, layers.count - 1)]
    let path = layer.path.map { escaped($0.string) } ?? layer.name
    switch layer.content {
    case .closed(let error): return ("\(path): \(error)", .warning)
    case .raw: return ("\(path): raw, \(layer.virtualSize) bytes", .plain)
    case .image(let image):
      let data = image.inspection.dataFileName.map {
        ", data file \(escaped($0.array)) \(image.file.dataFile == nil ? "not open" : "open")"
      }
      return ("\(path)\(data ?? "")", .plain)
    }
  }
}
