package import QCOW2

/// Entries of a table around those on the screen.
package struct EntryPage: Sendable {
  /// What the view of tables needs.
  struct Request: Equatable {
    var table: EntryTable
    var range: Range<Int>
  }

  package let table: EntryTable
  /// The numbers of the entries.
  package let range: Range<Int>
  private let entries: [TableEntry]
  /// Where the table lies; nil where it cannot be listed.
  package let place: HostOffset?
  /// Why there are no entries.
  package let problem: String?
  /// Whether that is damage.
  package let isFaulty: Bool

  init(
    _ anatomy: Anatomy, _ image: Image, _ table: EntryTable, _ range: Range<Int>
  ) throws(ImageError) {
    guard let disk = anatomy.disk(of: image) else {
      self.init(table, problem: "the snapshot is not in the file any more")
      return
    }
    let listing = try anatomy.table(table.structure(of: disk))
    let found = try listing.structure.map { structure throws(ImageError) in
      try anatomy.listed(structure, range)
    }
    self.init(table, listing, from: range.lowerBound, found ?? [])
  }

  /// A table that cannot be listed.
  init(_ table: EntryTable, problem: String) {
    self.table = table
    (range, entries, place) = (0..<0, [], nil)
    (self.problem, isFaulty) = (problem, true)
  }

  private init(
    _ table: EntryTable, _ listing: TableListing, from first: Int, _ entries: [TableEntry]
  ) {
    self.table = table
    (problem, isFaulty, place) = (
      listing.problem, listing.isFaulty, listing.structure?.range.lowerBound
    )
    (range, self.entries) = (first..<first + entries.count, entries)
  }

  /// An entry; nil where it was not read.
  func entry(_ index: Int) -> TableEntry? {
    range.contains(index) ? entries[index - range.lowerBound] : nil
  }
}
