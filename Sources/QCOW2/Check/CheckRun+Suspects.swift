extension CheckRun {
  /// Finds the guest ranges of the clusters that turned out to be at fault.
  func lookUpSuspects() throws(ImageError) {
    guard !suspects.isEmpty else { return }
    let bits = UInt64(image.geometry.clusterBits)
    let ranges = suspects.map {
      HostOffset($0.clusters.lowerBound << bits)..<HostOffset($0.clusters.upperBound << bits)
    }
    var search = OwnerSearch(image, ranges, most: 65_536, mostTables: limits.mostTables)
    try search.run(cancellation) { progress.tell(.owners, $0, of: $1) }
    for reference in search.found {
      guard let touched = touched(by: reference.owner) else { continue }
      for suspect in suspects
      where reference.host.overlaps(
        HostOffset(
          suspect.clusters.lowerBound << bits)..<HostOffset(
            suspect.clusters.upperBound << bits))
      {
        findings.addGuest(touched, toGroupOf: suspect.problem, table: suspect.table)
      }
    }
  }

  /// What of the guest's an owner stands for.
  private func touched(by owner: Owner) -> Touched? {
    switch owner {
    case .guest(let guest):
      return Touched(guest: guest.range, holders: guest.disk.holders)
    case .l2Table(let disk, let index):
      let start = image.geometry.guestOffset(l1Index: index)
      return Touched(guest: start..<start + image.geometry.l2Span, holders: disk.holders)
    default:
      return nil
    }
  }
}
