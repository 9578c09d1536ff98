internal import Synchronization

/// An image opened for reading. Safe for use by any number of threads at once.
///
/// Opening reads the header cluster and the L1 table. A backing file, an external data file and
/// encrypted data are not read; what depends on them is refused with the reason.
public final class Image: Sendable {
  /// The bounds of an image's caches in bytes.
  public struct CacheSizes: Hashable, Sendable {
    /// For slices of L2 tables.
    public var tables: Int
    /// For decompressed clusters.
    public var clusters: Int

    /// 4 MiB of table slices map 32 GiB of guest data at 64 KiB clusters.
    public init(tables: Int = 4 << 20, clusters: Int = 8 << 20) {
      self.tables = tables
      self.clusters = clusters
    }
  }

  /// Where the image is.
  public let storage: any Storage
  /// What the header cluster says.
  public let inspection: Inspection
  /// The image's arithmetic.
  public let geometry: Geometry

  let l1: Bytes
  let tables: BoundedCache<HostOffset>
  let clusters: BoundedCache<CompressedDescriptor>
  let decoders: DecoderPool
  private let knownEnd: Atomic<UInt64>

  /// Opens an image.
  ///
  /// - Parameters:
  ///   - storage: Where the image is.
  ///   - caches: The bounds of the caches.
  /// - Throws: `ImageError.refused` with the first broken rule where the header is out of its
  ///   limits, `.notAnImage` without the magic number, `.system` where reading fails.
  public init(_ storage: any Storage, caches: CacheSizes = CacheSizes()) throws(ImageError) {
    let inspection = try Inspection(storage)
    if let refusal = inspection.refusal { throw .refused(refusal) }
    guard let geometry = inspection.geometry else {
      preconditionFailure("an inspection without a refusal has a geometry")
    }
    self.storage = storage
    self.inspection = inspection
    self.geometry = geometry
    let end = try storage.byteCount()
    let start = HostOffset(inspection.header[.l1TableOffset])
    // Never more than the file holds, whatever the header claims.
    let room = end > start.rawValue ? end - start.rawValue : 0
    l1 = try storage.bytes(at: start, count: Int(min(UInt64(geometry.l1Size) * 8, room)) & ~7)
    tables = BoundedCache(limit: caches.tables)
    clusters = BoundedCache(limit: caches.clusters)
    decoders = DecoderPool(compressionType: inspection.header[.compressionType])
    knownEnd = Atomic(end)
  }

  /// The header with every field.
  public var header: Header { inspection.header }

  /// Whether guest clusters lie in another file, so that host offsets are offsets there.
  public var hasDataFile: Bool { header.has(.externalDataFile) }

  /// What the table cache did so far.
  public var tableCacheStatistics: CacheStatistics { tables.statistics }

  /// What the cache of decompressed clusters did so far.
  public var clusterCacheStatistics: CacheStatistics { clusters.statistics }

  /// The number of L1 entries that the file really holds; fewer than `geometry.l1Size` where the
  /// table is cut off.
  public var l1EntriesPresent: Int { l1.count / 8 }

  /// An entry of the active L1 table, or nil past its end or past the end of the file.
  public func l1Entry(_ index: Int) -> L1Entry? {
    index >= 0 && index < l1.count / 8 ? L1Entry(rawValue: l1.word(index)) : nil
  }

  /// The end of the file as far as known; asks again when `offset` seems to lie beyond, because a
  /// live file grows.
  func end(beyond offset: HostOffset) -> UInt64 {
    let known = knownEnd.load(ordering: .relaxed)
    guard offset.rawValue >= known else { return known }
    guard let now = try? storage.byteCount() else { return known }
    knownEnd.store(now, ordering: .relaxed)
    return now
  }
}
