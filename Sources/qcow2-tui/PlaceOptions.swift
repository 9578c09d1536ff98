import ArgumentParser
import Browser
import Options
import QCOW2
import Surface

/// Which disk of the image is shown, and how.
struct PlaceOptions: ParsableArguments {
  @Option(.snapshot) var snapshot: String?
  @Option(.layer) var layer: Int?
  @Option(.zoom) var zoom: String?
  @Option(.file) var file: FileViews?
  @Option(.fileAt) var fileAt: String?
  @Option(.top) var top: String?
  @Option(.select) var select: String?
  @Option(.compare) var compare: String?
  @Option(.color) var coloring: String?
  @Option(.table) var table: EntryTable?
  @Option(.sort) var sort: String?
  @Option(.rows) var rows: String?
  @Option(.row) var row: Int?
  @Option(.firstRow) var firstRow: Int?
  @Option(.set) var settings: [String]

  func validate() throws {
    if snapshot != nil, layer != nil { throw ValidationError("--snapshot excludes --layer.") }
    if let row = row ?? firstRow, row < 0 { throw ValidationError("Rows count from 0.") }
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
    let selected = try select.map { text throws(StartFailure) in try range(text, of: model, size) }
    try attempt("--table") { () throws(Fault) in
      if let table { try browser.show(table, at: row) }
    }
    if let selected { browser.select(selected) }
    if (row != nil && table == nil) || firstRow != nil {
      browser.choose(ListPlace(row: row ?? 0, first: firstRow ?? 0))
    }
    var opening = Opening()
    (opening.compare, opening.coloring) = (compare, coloring)
    (opening.sort, opening.filter) = (sort, rows)
    browser.open(opening)
  }

  /// Changes the settings that were asked for.
  func configure(_ model: inout Model) throws(StartFailure) {
    for text in settings {
      try attempt("--set \(escaped(text))") { () throws(Fault) in
        let words = text.split(separator: "=", omittingEmptySubsequences: false)
        guard words.count == 2 else { throw Fault("not of the form NAME=VALUE") }
        try model.set(words.joined(separator: " "))
      }
    }
  }

  private func attempt(
    _ option: String, _ body: () throws(Fault) -> Void
  ) throws(StartFailure) {
    do throws(Fault) { try body() } catch {
      throw StartFailure(message: "\(option): \(error.message)")
    }
  }

  /// Bytes from one to another.
  private func range(
    _ text: String, of model: Model, _ size: UInt64
  ) throws(StartFailure) -> Range<UInt64> {
    let ends = text.split(separator: "..", maxSplits: 1).map(String.init)
    guard ends.count == 2, let first = try length("--select", ends[0], of: model, upTo: size),
      let last = try length("--select", ends[1], of: model, upTo: size), first <= last, last < size
    else {
      throw StartFailure(message: "--select \(escaped(text)): not of the form FIRST..LAST")
    }
    return first..<last + 1
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

extension EntryTable: ExpressibleByArgument {
  /// A table by its name, such as `L1` or `refcounts[3]`.
  public init?(argument: String) { self.init(named: argument) }
}
