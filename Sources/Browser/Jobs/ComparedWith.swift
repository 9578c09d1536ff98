package import QCOW2

/// What a disk may be compared with.
package enum ComparedWith: Equatable, Sendable {
  /// The whole disk as it is now.
  case whole
  case snapshot(SnapshotRecord)
  /// The disk that begins with a layer.
  case layer(Int)
  case file(String, isRaw: Bool)
}
