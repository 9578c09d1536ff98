package import QCOW2
package import Surface

extension Model {
  /// The disk that begins with a layer.
  package init(_ disk: Disk, size: Size, of whole: Disk, layer: Int) {
    self.init(disk, size: size, of: whole, choice: Self.name(ofLayer: layer, whole))
  }

  /// The disk of a snapshot.
  package init(_ disk: Disk, size: Size, of whole: Disk, snapshot: SnapshotRecord) {
    self.init(disk, size: size, of: whole, choice: Self.name(of: snapshot))
    self.snapshot = snapshot
  }

  /// Takes note of the options about other files and pass phrases that the program was started with.
  package mutating func remember(options: [String]) { shell.startOptions = options }

  /// What the title calls a layer.
  static func name(ofLayer layer: Int, _ whole: Disk) -> String {
    "layer \(layer) \(whole.layers[layer].name)"
  }

  /// What the title calls a snapshot.
  static func name(of snapshot: SnapshotRecord) -> String {
    "snapshot \(escaped(snapshot.name.array))"
  }
}
