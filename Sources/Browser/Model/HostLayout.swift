package import QCOW2

/// The layout of the file on the map's pane: where the cursor is in the file, and what is known of
/// the clusters around it.
package struct HostLayout: Sendable {
  /// Whether the map's pane shows the file instead of the disk.
  package internal(set) var isShown = false
  /// The place in the file.
  package internal(set) var cursor = HostOffset.zero
  /// The first row of cells.
  package internal(set) var top = HostOffset.zero
  /// The binary logarithm of a cell's bytes, or nil to fit the file.
  package internal(set) var wantedCellBits: Int?
  /// What clusters are used for, in the cells on the screen and around them.
  package internal(set) var map: HostMap?
  /// Whether the file was changed since it was counted, as far as that was seen.
  package internal(set) var isOld = false
  /// Why there is no map.
  package internal(set) var failure: String?
  /// The runs of the file, once the list of them is asked for.
  package internal(set) var runs: FileRuns?
  /// Why there are none.
  package internal(set) var runsFailure: String?
  /// Whether the list is of those alone that nothing refers to.
  package internal(set) var showsGhosts = false
  /// Who refers to the cursor's cell.
  package internal(set) var owners: CellOwners?
  /// The guest offset that the cursor stands for: moving either moves the other.
  var linked: GuestOffset?
  /// Whether the user moved through the file last, so that the disk follows.
  var leads = false
  /// Whether the field under the cursor is to be followed once it is known.
  var follows = false
  /// Whether the bytes of the cell are to be shown once its owner is known.
  var opensHex = false

  package init() {}

  /// What is known of another file goes.
  mutating func forget() {
    (map, failure, owners, linked, isOld) = (nil, nil, nil, nil, false)
    (runs, runsFailure) = (nil, nil)
  }
}
