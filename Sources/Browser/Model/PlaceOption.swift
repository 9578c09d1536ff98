internal import QCOW2

/// One row of the table of options that say what is on the screen: the program takes them when it starts,
/// and the link to a screen is made of them.
package struct PlaceOption: Sendable {
  package let name: String
  /// What it takes, for the help.
  package let value: String
  package let help: String
  /// What it has to be for this screen to come back; none where it need not be given.
  let read: @Sendable (Model) -> [String]

  private init(
    _ name: String, _ value: String, _ help: String,
    _ read: @escaping @Sendable (Model) -> String?
  ) {
    (self.name, self.value, self.help) = (name, value, help)
    self.read = { model in read(model).map { [$0] } ?? [] }
  }

  private init(
    repeated name: String, _ value: String, _ help: String,
    _ read: @escaping @Sendable (Model) -> [String]
  ) {
    (self.name, self.value, self.help, self.read) = (name, value, help, read)
  }

  /// All of them, in the order of a link.
  static let all: [PlaceOption] = [
    snapshot, layer, view, at, zoom, file, fileAt, top, select, compare, color, table, sort, rows,
    row,
    firstRow, set,
  ]

  package static let snapshot = PlaceOption(
    "snapshot", "name", "Show the disk of this snapshot, by its ID or name."
  ) { $0.firstLayer > 0 ? nil : $0.snapshotName }

  package static let layer = PlaceOption(
    "layer", "number", "Show the disk that begins with this layer; 0 is the image."
  ) { $0.firstLayer > 0 ? "\($0.firstLayer)" : nil }

  package static let view = PlaceOption(
    "view", "view", "The view to start with, by its name or its key; main unless given."
  ) { $0.screen.name.lowercased() }

  package static let at = PlaceOption("at", "expr", "The offset to start at.") { "\($0.cursor)" }

  package static let zoom = PlaceOption(
    "zoom", "size", "How much of the disk a cell of the map is, such as 1M."
  ) { model in
    let bits = model.hosts.isShown ? model.hosts.wantedCellBits : model.wantedCellBits
    return bits.map { shortSize(1 << UInt64($0)) }
  }

  package static let file = PlaceOption(
    "file", "views", "Show the file instead of the disk on the views: hex, map or both."
  ) { $0.fileViews?.rawValue }

  package static let fileAt = PlaceOption(
    "file-at", "expr", "The offset in the file to start at."
  ) { $0.fileViews == nil ? nil : "\($0.hosts.cursor)" }

  package static let top = PlaceOption(
    "top", "expr", "The first offset on the hex view."
  ) { $0.hexLayout == nil || $0.hexStart == 0 ? nil : hex($0.hexStart) }

  package static let select = PlaceOption(
    "select", "first..last", "Select these bytes of what the hex view shows."
  ) { model in
    model.selection.map { "\(hex($0.bounds.lowerBound))..\(hex($0.bounds.upperBound - 1))" }
  }

  package static let compare = PlaceOption(
    "compare", "disk",
    "Compare with @SNAPSHOT, layer N, now, an image or raw FILE, as the key d does."
  ) { $0.comparison?.other.words }

  package static let color = PlaceOption(
    "color-by", "name", "What colours the map, such as layer or refcount; bitmap NAME is one too."
  ) { model in
    let usual = model.comparison == nil ? Coloring.state : .scheme(.difference)
    let isShown = model.mapLayout != nil && !model.hosts.isShown && model.coloring != usual
    // What follows an image is not told by a link: the one who opens it has seen no change.
    return isShown && model.coloring != .scheme(.changes) ? model.coloring.words : nil
  }

  package static let table = PlaceOption(
    "table", "table",
    "The table on the view Tables: L1, L1[3] for the L2 table that the entry names, "
      + "refcounts, refcounts[3], bitmap[0]."
  ) { $0.focus == .tables ? $0.entries.table.word : nil }

  package static let sort = PlaceOption(
    "sort", "column", "Sort the list by this column; a - before it turns the order around."
  ) { $0.sortWords }

  package static let rows = PlaceOption(
    "rows", "text", "Show only the rows of the list that have this text."
  ) { model in
    let filter = model.arrangement(of: model.focus).filter
    return filter.isEmpty ? nil : filter
  }

  package static let row = PlaceOption(
    "row", "number", "The chosen row of the list, counted from 0 in its own order."
  ) { $0.listPlace.map { "\($0.row)" } }

  package static let firstRow = PlaceOption(
    "first-row", "number", "The row on the first line of the list, counted from 0 as it is shown."
  ) { model in
    // A table that is shown by its name comes with the chosen entry a third down.
    model.listPlace.flatMap { $0.first > 0 || model.focus == .tables ? "\($0.first)" : nil }
  }

  package static let set = PlaceOption(
    repeated: "set", "name=value", "Change a setting, as :set does; may be repeated."
  ) { model in
    Setting.ofViews.filter { $0.read(model) != $0.values[0] }.map { "\($0.name)=\($0.read(model))" }
  }
}

extension Model {
  /// Which views show the file.
  fileprivate var fileViews: FileViews? {
    FileViews(hex: hexSpace == .host, map: hosts.isShown)
  }
}

extension Coloring {
  /// What names it among all that may colour a map.
  fileprivate var words: String {
    if case .bitmap(let record) = self { "bitmap \(escaped(record.name.array))" } else { word }
  }
}

/// `64k`: a power of two in the words of an expression.
private func shortSize(_ bytes: UInt64) -> String {
  let units = ["", "k", "M", "G", "T", "P"]
  var (number, unit) = (bytes, 0)
  while number >= 1024, unit < units.count - 1 { (number, unit) = (number >> 10, unit + 1) }
  return "\(number)\(units[unit])"
}
