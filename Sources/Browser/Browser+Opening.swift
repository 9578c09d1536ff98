internal import QCOW2

/// What is asked for at the start and can be shown only once the lists of snapshots and bitmaps are read.
package struct Opening: Sendable {
  /// What to compare with, as it is typed.
  package var compare: String?
  package var coloring: String?
  package var sort: String?
  /// What the rows of a list have to have.
  package var filter: String?

  package init() {}

  /// The command lines for it. A comparison comes first, because it colours the map.
  var lines: [String] {
    let isBitmap = coloring?.hasPrefix("bitmap ") == true
    return [
      compare.map { "diff \($0)" }, coloring.map { isBitmap ? $0 : "color \($0)" },
      sort.map { "sort \($0)" }, filter.map { "rows \($0)" },
    ].compactMap { $0 }
  }
}

extension Browser {
  /// Shows what was asked for, once the lists are there.
  package func open(_ opening: Opening) {
    self.opening = opening.lines
    isOpening = opening.compare != nil
    fileComesBack = model.hosts.isShown
  }

  /// Shows a table on its view.
  package func show(_ table: EntryTable, at row: Int?) throws(Fault) {
    try model.show(table, at: row)
  }

  /// Selects bytes of what the hex view shows.
  package func select(_ range: Range<UInt64>) { model.select(range) }

  /// Chooses a row of the view's list.
  package func choose(_ place: ListPlace) { model.choose(place) }

  /// Goes on with what was asked for. A comparison waits for its disk.
  func goOnOpening() {
    while !opening.isEmpty {
      let line = opening.removeFirst()
      do throws(Fault) {
        for effect in try model.run(line: line) { _ = perform(effect, nil) }
      } catch {
        openingFault = openingFault ?? "\(line): \(error.message)"
        say(.warning, "\(line): \(error.message)")
        return opening = []
      }
      if line.hasPrefix("diff ") { return }
    }
  }

  /// Lets the screen be without what was said last, unless that is a fault.
  package func dropMessage() {
    if model.message?.level != .error, model.message?.level != .warning { model.message = nil }
  }
}
