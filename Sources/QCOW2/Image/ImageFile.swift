internal import Synchronization

/// An open image file: what its disks, the active one and those of the snapshots, have in common.
public final class ImageFile: Sendable {
  /// Where the image is.
  public let storage: any Storage
  /// What the header cluster says.
  public let inspection: Inspection

  /// Where guest clusters lie, if that is another file and it is open.
  public let dataFile: (any Storage)?

  let tables: BoundedCache<HostOffset>
  let clusters: BoundedCache<CompressedDescriptor>
  let decoders: DecoderPool
  private let knownEnd: Atomic<UInt64>

  /// - Parameters:
  ///   - storage: Where the image is.
  ///   - inspection: What the header cluster says, without a refusal.
  ///   - caches: The bounds of the caches.
  ///   - dataFile: Where guest clusters lie, if that is another file.
  /// - Throws: `ImageError.system` where the length cannot be told.
  init(
    _ storage: any Storage, _ inspection: Inspection, caches: Image.CacheSizes,
    dataFile: (any Storage)?
  ) throws(ImageError) {
    self.storage = storage
    self.inspection = inspection
    self.dataFile = dataFile
    tables = BoundedCache(limit: caches.tables)
    clusters = BoundedCache(limit: caches.clusters)
    decoders = DecoderPool(compressionType: inspection.header[.compressionType])
    knownEnd = Atomic(try storage.byteCount())
  }

  /// Why no guest data can be read from this file, or nil.
  public var guestDataRefusal: Finding? {
    inspection.findings.first {
      $0.severity == .noGuestData && !($0.code == "external-data" && dataFile != nil)
    }
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

  /// A table of 8-byte entries, as far as the file holds it, whatever a header claims.
  func table(at start: HostOffset, entries: Int) throws(ImageError) -> Bytes {
    let end = try storage.byteCount()
    let room = end > start.rawValue ? end - start.rawValue : 0
    return try storage.bytes(at: start, count: Int(min(UInt64(entries) * 8, room)) & ~7)
  }
}
