internal import QCOW2

/// The disk that was shown at a place which was left for another one, and how.
package struct ShownDisk: Equatable, Sendable {
  let disk: Disk
  /// The chain that it was of: one that was read again since is another.
  let whole: Disk
  let choice: String?
  let snapshot: SnapshotRecord?
  /// What is known of its map, so that it is not read anew.
  let survey: Survey
  private let hexTop: GuestOffset
  private let mapTop: GuestOffset
  private let cellBits: Int?
  private let isZoomed: Bool

  init(_ model: Model) {
    (disk, whole, choice) = (model.disk, model.whole, model.choice)
    (snapshot, survey) = (model.snapshot, model.survey)
    (hexTop, mapTop) = (model.hexTop, model.mapTop)
    (cellBits, isZoomed) = (model.wantedCellBits, model.isZoomed)
  }

  /// Brings the panes to where they were.
  func arrange(_ model: inout Model) {
    (model.hexTop, model.mapTop) = (hexTop, mapTop)
    (model.wantedCellBits, model.isZoomed) = (cellBits, isZoomed)
    model.settle()
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.disk === right.disk && left.whole === right.whole
  }
}
