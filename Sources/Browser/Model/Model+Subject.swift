internal import QCOW2

extension Model {
  /// The bytes that a command works on: what is selected, or else the chosen row of a list that is of
  /// bytes, or else the cluster under the cursor or, where that is wanted, its extent; nil where there
  /// are none.
  func subject(wantsExtent: Bool = false) -> Subject? {
    if let selection, layout.panes[.hex] != nil {
      return Subject(bytes: selection, name: "selection")
    }
    if let row = chosenBytes { return row }
    let isFile = focus == .map ? hosts.isShown : hexSpace == .host
    let (place, size) =
      isFile
      ? (hosts.cursor.rawValue, facts.fileLength)
      : (cursor.rawValue, image.geometry.virtualSize)
    guard place < size else { return nil }
    let space = isFile ? AddressSpace.host : .guest
    if wantsExtent, !isFile, let extent = extentBounds {
      return Subject(bytes: Selection(space, extent), name: "extent")
    }
    return Subject(bytes: Selection(space, clusterBounds(of: place, size)), name: "cluster")
  }

  /// The bytes of the chosen row.
  private var chosenBytes: Subject? {
    switch focus {
    case .runs: return chosenRun.flatMap { subject($0.range, "run") }
    case .fileRuns:
      guard let row = chosenFileRun, let range = hosts.runs?.bytes(of: row) else { return nil }
      let end = min(range.upperBound.rawValue, facts.fileLength)
      guard range.lowerBound.rawValue < end else { return nil }
      return Subject(bytes: Selection(.host, range.lowerBound.rawValue..<end), name: "run")
    case .hits:
      guard let row = chosenHit, let space = hunt.list?.space else { return nil }
      return Subject(bytes: Selection(space, row.range), name: "hit")
    case .volumes:
      guard let rows = volumes?.rows, let row = chosenRow(of: .volumes) else { return nil }
      return subject(rows[row].range.clamped(to: disk.guestRange), "volume")
    default: return nil
    }
  }

  private func subject(_ range: Range<GuestOffset>, _ name: String) -> Subject? {
    range.isEmpty ? nil : Subject(bytes: .guest(range), name: name)
  }

  /// The cluster around a place, as far as there are bytes.
  func clusterBounds(of place: UInt64, _ size: UInt64) -> Range<UInt64> {
    let length = image.geometry.clusterSize
    let start = place & ~(length - 1)
    return start..<start + min(length, size - start)
  }
}
