extension Anatomy {
  /// The entries by which a guest byte of a disk is found: that of the L1 table and then that of the
  /// L2 table, as far as there are any.
  ///
  /// - Parameters:
  ///   - guest: An offset on the disk.
  ///   - disk: Whose tables are meant.
  /// - Returns: Two entries, or one where that leads to no table; none where the L1 table ends before.
  /// - Throws: `ImageError.system` where reading fails.
  public func entries(
    mapping guest: GuestOffset, of disk: DiskName
  ) throws(ImageError) -> [StructureField] {
    let index = geometry.l1Index(of: guest)
    guard let l1Table = l1Table(of: disk),
      let l1 = try entries(of: l1Table, index..<index + 1).first
    else { return [] }
    guard let start = l1.target?.host, geometry.offsetInCluster(start) == 0,
      start.rawValue < fileEnd
    else { return [l1] }
    // Not the structure that begins there: in a damaged file that may be another disk's, or of
    // another entry.
    let table = Structure(
      .l2Table(disk, l1Index: index), at: start, length: geometry.clusterSize)
    let entry = geometry.l2Index(of: guest)
    return [l1] + (try entries(of: table, entry..<entry + 1))
  }

  /// The disk of an image, by the tables that the file has now; nil where a snapshot is gone from
  /// them.
  public func disk(of image: Image) -> DiskName? {
    image.isActive ? .active : disk(withL1At: image.l1Start)
  }
}
