extension Image {
  /// Reads the table of internal snapshots.
  ///
  /// - Returns: Entries and findings; a broken entry ends the table, not the reading of the image.
  /// - Throws: `ImageError.system` where reading fails.
  public func snapshots() throws(ImageError) -> SnapshotTable {
    try SnapshotTable(file.storage, file.usableHeader)
  }

  /// What QEMU's tools make of a snapshot whose disk had another size: they give it the size that the
  /// disk has now.
  ///
  /// - Returns: Nil where the sizes are equal or none was recorded.
  public func sizeFinding(of snapshot: SnapshotRecord) -> Finding? {
    guard let size = snapshot.diskSize, size != header.size else { return nil }
    return Finding(
      "snapshot-size", .note,
      "the snapshot's disk had \(counted(size, "byte")); QEMU would show it with the \(header.size) of now"
    )
  }

  /// The disk as it was when a snapshot was taken, with the size it had then; see `sizeFinding(of:)`.
  ///
  /// - Throws: `ImageError.refused` where the entry cannot be opened, `.system` where reading fails.
  public func disk(of snapshot: SnapshotRecord) throws(ImageError) -> Image {
    try Image(
      file, try geometry(of: snapshot, virtualSize: snapshot.diskSize ?? geometry.virtualSize),
      l1: snapshot.l1TableOffset)
  }

  /// The machine state that was saved with a snapshot, as an image whose disk ends with it.
  ///
  /// - Returns: The image and the range of its disk that is the state; nil where none was saved.
  /// - Throws: As `disk(of:)`.
  public func vmState(
    of snapshot: SnapshotRecord
  ) throws(ImageError) -> (image: Image, range: Range<GuestOffset>)? {
    guard snapshot.vmStateSize > 0 else { return nil }
    let size = snapshot.diskSize ?? geometry.virtualSize
    let disk = try geometry(of: snapshot, virtualSize: size)
    // The state begins where the first L2 table after the disk would map. Every byte of the size
    // counts, although the disk ends with the last whole sector.
    let tables = size / disk.l2Span + (size % disk.l2Span == 0 ? 0 : 1)
    let (start, overflow) = tables.multipliedReportingOverflow(by: disk.l2Span)
    let (end, tooFar) = start.addingReportingOverflow(snapshot.vmStateSize)
    guard !overflow, !tooFar, end <= 1 << 62 else {
      throw .refused(
        Finding("vm-state", .refusal, "the machine state would end past 2^62: its size is wrong"))
    }
    let whole = try geometry(of: snapshot, virtualSize: (end + 511) & ~511)
    return (
      try Image(file, whole, l1: snapshot.l1TableOffset), GuestOffset(start)..<GuestOffset(end)
    )
  }

  private func geometry(
    of snapshot: SnapshotRecord, virtualSize: UInt64
  ) throws(ImageError) -> Geometry {
    if let problem = snapshot.l1Problem(header) {
      throw .refused(Finding("snapshot-l1", .refusal, "the snapshot cannot be opened: \(problem)"))
    }
    // The largest disk that the largest L1 table can map; nothing valid is larger.
    guard virtualSize <= 1 << 62 else {
      throw .refused(
        Finding("snapshot-size", .refusal, "the snapshot's disk_size is \(virtualSize)"))
    }
    return Geometry(
      version: geometry.version, clusterBits: geometry.clusterBits,
      virtualSize: virtualSize & ~511,
      l1Size: file.headerRefusal == nil ? snapshot.l1Size : 0,
      hasExtendedL2: geometry.hasExtendedL2, refcountOrder: geometry.refcountOrder)
  }
}
