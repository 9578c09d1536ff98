extension Image {
  /// Where guest bytes are stored as they are, all in one cluster; nil where that has to be found out
  /// by a walk.
  ///
  /// A walk is made for many runs, and takes longer to begin than the cache of tables to ask.
  func stored(_ range: Range<GuestOffset>) -> HostOffset? {
    guard !range.isEmpty, !geometry.hasExtendedL2,
      geometry.cluster(of: range.lowerBound)
        == geometry.cluster(of: GuestOffset(range.upperBound.rawValue - 1))
    else { return nil }
    let l1Index = geometry.l1Index(of: range.lowerBound)
    guard let table = L1Entry(l1Index, in: l1(for: range))?.l2Table,
      geometry.offsetInCluster(table) == 0, table.rawValue < end(beyond: table)
    else { return nil }
    let index = geometry.l2Index(of: range.lowerBound)
    guard
      let window = try? window(l1Index: l1Index, table: table, around: index, slices: 1, step: 1),
      window.range.contains(index), case .data(let host) = mapping(window, index)
    else { return nil }
    return host + geometry.offsetInCluster(range.lowerBound)
  }
}
