internal import QCOW2

extension ArgumentKind {
  /// An internal snapshot.
  static let snapshot = choice("a snapshot by its name or ID, Tab lists them") { model in
    (model.snapshots?.rows ?? []).map { row in
      Choice(escaped(row.name.array), "ID \(escaped(row.id.array))")
    }
  }.optional

  /// A layer of the chain.
  static let layer = choice("the number of a layer, Tab lists them") { model in
    model.chain.filter { !$0.isDataFile }.map { Choice("\($0.layer)", $0.name) }
  }

  /// A dirty bitmap.
  static let bitmap = choice("the name of a bitmap, Tab lists them") { model in
    (model.bitmaps?.rows ?? []).map { Choice(escaped($0.name.array)) }
  }
}

extension Model {
  /// Shows a snapshot as the disk. An ID goes before names, as it does for QEMU.
  mutating func showSnapshot(named text: String) throws(Fault) -> [Effect] {
    let rows = snapshots?.rows ?? []
    if let row = rows.first(where: { escaped($0.id.array) == text }) { return [.showSnapshot(row)] }
    let named = rows.filter { escaped($0.name.array) == text }
    guard let row = named.first else {
      throw Fault(rows.isEmpty ? "no internal snapshots" : "no snapshot has that name or ID", at: 0)
    }
    guard named.count == 1 else {
      throw Fault(
        "several are called that, take an ID: \(listed(named.map { escaped($0.id.array) }))")
    }
    return [.showSnapshot(row)]
  }

  /// Shows the disk that begins with a layer.
  mutating func showLayer(numbered text: String) throws(Fault) -> [Effect] {
    guard let number = Int(text),
      let row = chain.first(where: { $0.layer == number && !$0.isDataFile })
    else { throw Fault("layers are 0 to \(whole.layers.count - 1)", at: 0) }
    return show(row)
  }

  /// Colours the map by a bitmap.
  mutating func color(byBitmap name: String) throws(Fault) {
    guard let record = bitmaps?.rows.first(where: { escaped($0.name.array) == name }) else {
      throw Fault(
        bitmaps?.rows.isEmpty == false ? "no bitmap has that name" : "no dirty bitmaps", at: 0)
    }
    guard firstLayer == 0 else {
      throw Fault("the bitmap is that of the whole disk, S goes back to it")
    }
    if mapLayout == nil { show(.map) }
    if hosts.isShown { toggleHosts() }
    color(by: .bitmap(record))
  }
}
