import ArgumentParser
import Browser
import Options
import QCOW2
import Surface

/// Which disk of the image is shown, and how.
struct PlaceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Show the disk of this snapshot, by its ID or name.", valueName: "name"))
  var snapshot: String?

  @Option(
    help: ArgumentHelp(
      "Show the disk that begins with this layer; 0 is the image.", valueName: "number"))
  var layer: Int?

  @Option(
    help: ArgumentHelp("How much of the disk a cell of the map is, such as 1M.", valueName: "size"))
  var zoom: String?

  @Option(help: "Show the file instead of the disk on the hex view, the map or both.")
  var file: FileViews?

  @Option(
    help: ArgumentHelp("The offset in the file to start at.", valueName: "expr"))
  var fileAt: String?

  @Option(
    help: ArgumentHelp("The first offset on the hex view.", valueName: "expr"))
  var top: String?

  func validate() throws {
    if snapshot != nil, layer != nil { throw ValidationError("--snapshot excludes --layer.") }
  }

  /// What shows the disk that was asked for.
  func model(of whole: Disk, size: Size) throws(StartFailure) -> Model {
    if let layer, layer > 0 {
      guard let disk = whole.beginning(with: layer) else {
        throw StartFailure(message: "--layer \(layer): there is no such image in the chain")
      }
      return Model(disk, size: size, of: whole, layer: layer)
    }
    guard let snapshot else { return Model(whole, size: size) }
    do throws(ImageError) {
      if let record = try record(snapshot, of: whole) {
        return Model(try whole.disk(of: record), size: size, of: whole, snapshot: record)
      }
    } catch {
      throw StartFailure(message: "--snapshot \(escaped(snapshot)): \(error)")
    }
    throw StartFailure(message: "--snapshot \(escaped(snapshot)): there is no such snapshot")
  }

  private func record(_ name: String, of whole: Disk) throws(ImageError) -> SnapshotRecord? {
    let wanted = Array(name.utf8)
    let records = try whole.image.snapshots().records
    return records.first { $0.id.array == wanted } ?? records.first { $0.name.array == wanted }
  }

  /// Shows what was asked for.
  func apply(to browser: Browser) throws(StartFailure) {
    let model = browser.model
    // In the file an expression counts to its end.
    let inFile = try length("--file-at", fileAt, of: model, upTo: model.facts.fileLength)
    let isOfFile = file == .hex || file == .both
    let size = isOfFile ? model.facts.fileLength : model.image.geometry.virtualSize
    browser.start(
      file, at: inFile.map { HostOffset($0) },
      zoom: try length("--zoom", zoom, of: model, upTo: 1 << 62),
      top: try length("--top", top, of: model, upTo: size))
  }

  private func length(
    _ option: String, _ text: String?, of model: Model, upTo most: UInt64
  ) throws(StartFailure) -> UInt64? {
    guard let text else { return nil }
    do throws(AddressError) {
      let geometry = model.image.geometry.resized(to: most)
      return try AddressParser.parseLength(text, AddressContext(geometry: geometry))
    } catch {
      throw StartFailure(option, text, error)
    }
  }
}

extension FileViews: ExpressibleByArgument {}
