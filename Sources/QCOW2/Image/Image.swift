/// An image opened for reading. Safe for use by any number of threads at once.
///
/// Opening reads the header cluster and the L1 table. A backing file, an external data file and
/// encrypted data are not read; what depends on them is refused with the reason.
public final class Image: Sendable {
  /// The open file, which the disks of its snapshots share.
  public let file: ImageFile
  /// The image's arithmetic; for a snapshot with the size of its disk.
  public let geometry: Geometry

  private let table: L1Cache

  /// Opens an image.
  ///
  /// - Parameters:
  ///   - storage: Where the image is.
  ///   - caches: The bounds of the caches.
  ///   - dataFile: The external data file, opened by the caller, if the image has one.
  ///   - secret: The pass phrase, if guest data is encrypted.
  ///   - allowsBrokenHeader: Whether an image whose header breaks a rule is opened to look at its
  ///     structures. All of its guest data is then damage, and none is read.
  /// - Throws: `ImageError.refused` with the first broken rule where the header is out of its
  ///   limits, `.notAnImage` without the magic number, `.encryption` where the pass phrase does not
  ///   open the image, `.system` where reading fails.
  public convenience init(
    _ storage: any Storage, caches: CacheSizes = CacheSizes(), dataFile: (any Storage)? = nil,
    secret: Secret? = nil, allowsBrokenHeader: Bool = false
  ) throws(ImageError) {
    try self.init(
      storage, try Inspection(storage), caches: caches, dataFile: dataFile, secret: secret,
      allowsBrokenHeader: allowsBrokenHeader)
  }

  convenience init(
    _ storage: any Storage, _ inspection: Inspection, caches: CacheSizes, dataFile: (any Storage)?,
    secret: Secret?, allowsBrokenHeader: Bool = false
  ) throws(ImageError) {
    try inspection.check(allowsBrokenHeader)
    // What cannot be located cannot be unlocked.
    let cipher = try (inspection.refusal == nil ? secret : nil).flatMap {
      secret throws(ImageError) in try ImageFile.cipher(storage, inspection, secret)
    }
    try self.init(
      storage, inspection, caches: caches, dataFile: dataFile, cipher: cipher,
      allowsBrokenHeader: allowsBrokenHeader)
  }

  convenience init(
    _ storage: any Storage, _ inspection: Inspection, caches: CacheSizes, dataFile: (any Storage)?,
    cipher: SectorCipher?, allowsBrokenHeader: Bool = false
  ) throws(ImageError) {
    try inspection.check(allowsBrokenHeader)
    let file = try ImageFile(
      storage, inspection, caches: caches, dataFile: dataFile, cipher: cipher)
    let geometry = Geometry(file.usableHeader)
    try self.init(
      file, file.headerRefusal == nil ? geometry : geometry.unmapped,
      l1: HostOffset(file.usableHeader[.l1TableOffset]), isActive: true)
  }

  /// - Parameters:
  ///   - file: The open file.
  ///   - geometry: The arithmetic of the disk, within the limits.
  ///   - start: Where the disk's L1 table lies.
  ///   - isActive: Whether that is the table which the header names, and not a snapshot's.
  /// - Throws: `ImageError.system` where reading fails.
  init(
    _ file: ImageFile, _ geometry: Geometry, l1 start: HostOffset, isActive: Bool = false
  ) throws(ImageError) {
    self.file = file
    self.geometry = geometry
    hasDataFile = file.hasDataFile
    table = try L1Cache(file, at: start, entries: geometry.l1Size, isActive: isActive)
  }

  /// Where the image is.
  public var storage: any Storage { file.storage }

  /// What the header cluster says.
  public var inspection: Inspection { file.inspection }

  /// The header with every field.
  public var header: Header { inspection.header }

  /// Whether guest clusters lie in another file, so that host offsets are offsets there.
  public let hasDataFile: Bool

  /// What the table cache did so far.
  public var tableCacheStatistics: CacheStatistics { file.tables.statistics }

  /// What the cache of decompressed clusters did so far.
  public var clusterCacheStatistics: CacheStatistics { file.clusters.statistics }

  /// The number of L1 entries that the file really holds; fewer than `geometry.l1Size` where the
  /// table is cut off.
  public var l1EntriesPresent: Int { table.bytes.count / 8 }

  /// An entry of the L1 table, or nil past its end or past the end of the file.
  public func l1Entry(_ index: Int) -> L1Entry? { L1Entry(index, in: table.bytes) }

  /// The L1 table, whose entries for a guest range are those that the file has now.
  func l1(for range: Range<GuestOffset>) -> Bytes {
    guard !range.isEmpty else { return table.bytes }
    let last = geometry.l1Index(of: GuestOffset(range.upperBound.rawValue - 1))
    return table.current(geometry.l1Index(of: range.lowerBound)...last)
  }

  /// Where the L1 table lay when the disk was opened, which tells the disks of one file apart.
  package var l1Start: HostOffset { table.start }

  /// Whether this is the disk as it is now, and not that of a snapshot.
  var isActive: Bool { table.isActive }

  /// Whether a read has to make sure that nothing changed meanwhile.
  var mayChange: Bool { table.mayChange }

  /// - Throws: `ImageError.refused` where the snapshot that the image belongs to may be gone.
  func checkStillThere() throws(ImageError) { try table.checkStillThere() }

  /// The end of the file as far as known.
  func end(beyond offset: HostOffset) -> UInt64 { file.end(beyond: offset) }
}
