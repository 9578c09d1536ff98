import ArgumentParser
import QCOW2
import SystemPackage

/// Which disks of two images are compared.
struct SideOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Take this snapshot of the first image, by its ID or else its name.", valueName: "name"))
  var snapshotA: String?

  @Option(
    help: ArgumentHelp("Take this snapshot of the second image.", valueName: "name"))
  var snapshotB: String?

  @Option(
    help: ArgumentHelp(
      "Take the disk that begins with this layer of the first image's chain.", valueName: "number"))
  var layerA: Int?

  @Option(
    help: ArgumentHelp(
      "Take the disk that begins with this layer of the second.", valueName: "number"))
  var layerB: Int?

  /// Whether both disks would be the same one if both images were.
  var areSame: Bool { snapshotA == snapshotB && (layerA ?? 0) == (layerB ?? 0) }

  /// The first disk.
  func first(of disk: Disk, _ path: FilePath) throws(Failure) -> Disk {
    try Self.disk(of: disk, path, snapshotA, layerA)
  }

  /// The second disk.
  func second(of disk: Disk, _ path: FilePath) throws(Failure) -> Disk {
    try Self.disk(of: disk, path, snapshotB, layerB)
  }

  private static func disk(
    of disk: Disk, _ path: FilePath, _ snapshot: String?, _ layer: Int?
  ) throws(Failure) -> Disk {
    guard let below = layer.map({ disk.beginning(with: $0) }) ?? disk else {
      throw Failure(path.displayed, "layer \(layer ?? 0) is no image; `qcow2 chain` lists them")
    }
    return try SnapshotOption.disk(of: below, path, snapshot)
  }
}
