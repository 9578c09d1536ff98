import ArgumentParser
import QCOW2
import SystemPackage

/// What a file is taken for.
enum SideFormat: String, CaseIterable, ExpressibleByArgument {
  case qcow2, raw
}

/// Which disks of two files are compared.
struct SideOptions: ParsableArguments {
  @Option(
    name: [.customShort("f"), .long],
    help: ArgumentHelp("Take the first file for this format.", valueName: "format"))
  var formatA = SideFormat.qcow2

  @Option(
    name: [.customShort("F"), .long],
    help: ArgumentHelp("Take the second file for this format.", valueName: "format"))
  var formatB = SideFormat.qcow2

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

  func validate() throws {
    let isPartOfRaw =
      formatA == .raw && (snapshotA != nil || layerA != nil)
      || formatB == .raw && (snapshotB != nil || layerB != nil)
    if isPartOfRaw { throw ValidationError("A raw file has neither snapshots nor layers.") }
  }

  /// Whether both disks would be the same one if both images were.
  var areSame: Bool { snapshotA == snapshotB && (layerA ?? 0) == (layerB ?? 0) }

  /// Whether a file is taken for a raw one.
  var takesRaw: Bool { formatA == .raw || formatB == .raw }

  /// Opens the first file.
  func openFirst(_ path: FilePath, _ source: SourceOptions) throws(Failure) -> Disk {
    try Self.open(path, formatA, "--format-a", source)
  }

  /// Opens the second file.
  func openSecond(_ path: FilePath, _ source: SourceOptions) throws(Failure) -> Disk {
    try Self.open(path, formatB, "--format-b", source)
  }

  /// A format is never guessed: whoever can write to a raw disk could make it look like an image that
  /// names other files.
  private static func open(
    _ path: FilePath, _ format: SideFormat, _ option: String, _ source: SourceOptions
  ) throws(Failure) -> Disk {
    do throws(ImageError) {
      let storage = try FileStorage(path)
      if format == .raw {
        WriterWarning.look(at: storage)
        return try Disk(raw: storage)
      }
      _ = try Inspection(storage)
    } catch .notAnImage(let found) {
      throw Failure(
        path.displayed, "\(ImageError.notAnImage(found: found)); \(option) raw takes it as it is")
    } catch {
      throw Failure(path, error)
    }
    return try source.open(path, needsKey: true)
  }

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
