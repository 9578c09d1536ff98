extension CheckRun {
  /// Finds the guest ranges of the clusters that turned out to be at fault.
  func lookUpSuspects() throws(ImageError) {
    guard !suspects.isEmpty else { return }
    let bits = UInt64(image.geometry.clusterBits)
    let ranges = suspects.map {
      HostOffset($0.clusters.lowerBound << bits)..<HostOffset($0.clusters.upperBound << bits)
    }
    var search = OwnerSearch(image, ranges, most: 65_536)
    try search.run(cancellation) { progress.tell(.owners, $0, of: $1) }
    for reference in search.found {
      guard case .guest(let guest) = reference.owner else { continue }
      for suspect in suspects
      where reference.host.overlaps(
        HostOffset(
          suspect.clusters.lowerBound << bits)..<HostOffset(
            suspect.clusters.upperBound << bits))
      {
        findings.addGuest(
          Touched(guest: guest.range, holders: guest.disk.holders), toGroupOf: suspect.problem,
          table: suspect.table)
      }
    }
  }
}
