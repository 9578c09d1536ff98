internal import QCOW2

/// Whether the cluster around a place is the same on two disks.
struct ClusterChange {
  /// In a few words.
  let text: String

  init(from old: Disk, to new: Disk, at place: GuestOffset, _ cancellation: Cancellation) {
    let size = old.geometry.clusterSize
    let start = GuestOffset(place.rawValue & ~(size - 1))
    let end = min(
      start.rawValue.addingReportingOverflow(size).partialValue, old.geometry.end.rawValue)
    guard end > start.rawValue else {
      text = "the disk has no bytes there"
      return
    }
    var (differing, read, unreadable): (UInt64, UInt64, UInt64) = (0, 0, 0)
    DifferenceWalk(old, new, in: start..<GuestOffset(end), cancellation).run { range, verdict in
      let length = range.upperBound - range.lowerBound
      switch verdict {
      case .known: break
      case .same: read += length
      case .differs: differing += length
      case .unreadable: unreadable += length
      }
      return true
    }
    let all = binarySize(end - start.rawValue)
    text =
      if unreadable > 0 {
        "this cluster cannot be read on one of them, so not compared"
      } else if differing > 0 {
        "this cluster CHANGED, \(binarySize(differing)) of \(all) by sectors"
      } else if read > 0 {
        "this cluster was written again with the same bytes"
      } else {
        "this cluster is the same"
      }
  }
}
