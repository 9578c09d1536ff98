internal import QCOW2

extension Model {
  /// The rows of a list.
  package func listCount(_ pane: Pane) -> Int {
    switch pane {
    case .snapshots: snapshots?.rows.count ?? 0
    case .bitmaps: bitmaps?.rows.count ?? 0
    case .chain: whole.layers.count
    case .header, .features, .map, .hex: 0
    }
  }

  /// Takes the chosen row: a layer or a snapshot becomes the disk, a bitmap colours the map.
  mutating func choose() -> [Effect] {
    let row = chosen[focus] ?? 0
    guard row < listCount(focus) else { return [] }
    switch focus {
    case .snapshots: return snapshots.map { [.showSnapshot($0.rows[row])] } ?? []
    case .bitmaps: return color(by: row)
    case .chain:
      guard row > 0 else { return choice == nil ? [] : [.showWhole] }
      if case .closed = whole.layers[row].content {
        message = Message(.warning, "that file is not open, a opens it")
        return []
      }
      guard whole.layers[row].image != nil else {
        message = Message(.info, "a raw file has no tables to show")
        return []
      }
      return [.showLayer(row)]
    case .header, .features, .map, .hex: return []
    }
  }

  private mutating func color(by row: Int) -> [Effect] {
    guard let record = bitmaps?.rows[row] else { return [] }
    dirtyGrid = nil
    if coloring == record {
      coloring = nil
      message = Message(.info, "the map is coloured by state again")
    } else {
      coloring = record
      message = Message(.info, "the map is coloured by the bitmap \(escaped(record.name.array))")
      show(.map)
    }
    return []
  }

  mutating func allowFile() -> [Effect] {
    let row = chosen[.chain] ?? 0
    guard whole.layers.indices.contains(row) else { return [] }
    let layer = whole.layers[row]
    guard case .closed = layer.content else {
      message = Message(.info, "that file is open")
      return []
    }
    guard layer.path != nil else {
      message = Message(.warning, "\(layer.name) is not a file and is never opened")
      return []
    }
    return [.allow(layer: row)]
  }
}
