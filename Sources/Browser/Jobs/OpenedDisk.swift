package import QCOW2

/// A disk that takes the place of the one on the screen.
package struct OpenedDisk: Sendable {
  package let disk: Disk
  /// Whether it is the whole disk and not a part of it.
  var isWhole = false
  /// What it is, where it is not the whole.
  var choice: String?
  /// The snapshot that it is.
  var snapshot: SnapshotRecord?
  /// What there is to say of it.
  var note: String?
}
