/// Who needs one cluster of the file.
public struct Ownership: Sendable {
  /// What is known of a cluster.
  public enum State: Hashable, Sendable {
    /// Something refers to it.
    case used
    /// Nothing refers to it, but it is counted.
    case leaked
    /// Nothing refers to it; a writer may take it.
    case free
    /// It lies past the end of the file.
    case pastEnd
  }

  /// The cluster.
  public let cluster: Range<HostOffset>
  /// Who refers to it, in the order of the file.
  public let references: [Reference]
  /// Whether there are more than were asked for.
  public let isCut: Bool
  /// The stored reference count; nil where it cannot be read.
  public let referenceCount: UInt64?
  /// What is known of it.
  public let state: State
  /// Whether another program wrote to the file meanwhile, or may have.
  public let isLive: Bool
}

extension Check {
  /// Finds who refers to the cluster of a host offset: goes over all tables, in as much memory as
  /// the limits allow.
  ///
  /// - Parameters:
  ///   - offset: Any byte of the cluster.
  ///   - most: How many references to keep.
  ///   - cancellation: Stops the search.
  /// - Returns: What is known of the cluster.
  /// - Throws: `ImageError.cancelled`, `ImageError.system` where the refcount table cannot be read.
  public func ownership(
    of offset: HostOffset, most: Int = 10_000, cancellation: Cancellation = Cancellation()
  ) throws(ImageError) -> Ownership {
    let size = image.geometry.clusterSize
    let start = HostOffset(offset.rawValue & ~(size - 1))
    let cluster = start..<(start.advanced(by: size) ?? HostOffset(.max))
    var search = OwnerSearch(image, [cluster], most: most, mostTables: limits.mostTables)
    try search.run(cancellation)
    let counts = try RefcountTable(image)
    let count = counts.count(of: start.rawValue >> UInt64(image.geometry.clusterBits))
    let state: Ownership.State =
      if start.rawValue >= image.fileEnd {
        .pastEnd
      } else if !search.found.isEmpty {
        .used
      } else {
        count == 0 ? .free : .leaked
      }
    return Ownership(
      cluster: cluster, references: search.found, isCut: search.isCut, referenceCount: count,
      state: state, isLive: image.isLive)
  }

  /// Finds who refers to anything in a range of the file.
  ///
  /// - Parameters:
  ///   - range: What to look for.
  ///   - most: How many references to keep.
  ///   - cancellation: Stops the search.
  /// - Returns: The references in the order of the file, and whether there are more.
  /// - Throws: `ImageError.cancelled`, `ImageError.system` where the refcount table cannot be read.
  public func references(
    in range: Range<HostOffset>, most: Int, cancellation: Cancellation = Cancellation()
  ) throws(ImageError) -> (references: [Reference], isCut: Bool) {
    var search = OwnerSearch(image, [range], most: most, mostTables: limits.mostTables)
    try search.run(cancellation)
    return (search.found, search.isCut)
  }

  /// The entries of the snapshot table, in order.
  public var snapshots: [SnapshotRecord] { image.snapshots.records }

  /// The entries of the bitmap directory, in order.
  public var bitmaps: [BitmapRecord] { image.bitmaps.records }
}
