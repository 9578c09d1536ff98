internal import Synchronization

/// An open image file: what its disks, the active one and those of the snapshots, have in common.
public final class ImageFile: Sendable {
  /// Where the image is.
  public let storage: any Storage
  /// What the header cluster says.
  public let inspection: Inspection
  /// The header as far as structures can be found by it; where rules are broken, with other values than
  /// the image has.
  package let usableHeader: Header
  /// The broken rule for which nothing of a disk is read, or nil.
  package let headerRefusal: Finding?

  /// Whether guest clusters lie in another file.
  let hasDataFile: Bool
  /// Where guest clusters lie, if that is another file and it is open.
  public let dataFile: (any Storage)?
  /// What decrypts guest data, if it is encrypted and the pass phrase is known.
  let cipher: SectorCipher?
  /// What the header cluster breaks, without what has been provided for: an open data file, a pass
  /// phrase.
  public let findings: [Finding]
  /// Why no guest data can be read from this file, or nil.
  public let guestDataRefusal: Finding?
  /// Why not even holes can be read, or nil: a feature nobody knows may change what they mean, and a
  /// broken header need not name the right tables.
  let featureRefusal: Finding?

  /// Tells how long what was read may be trusted.
  let watch: FileWatch
  let tables: BoundedCache
  let clusters: BoundedCache
  let decoders: DecoderPool
  private let knownEnd: Atomic<UInt64>
  private let knownDataEnd: Atomic<UInt64>

  /// - Parameters:
  ///   - storage: Where the image is.
  ///   - inspection: What the header cluster says, with what it takes to find structures.
  ///   - caches: The bounds of the caches.
  ///   - dataFile: Where guest clusters lie, if that is another file.
  ///   - cipher: What decrypts guest data, if it is encrypted and the pass phrase is known.
  /// - Throws: `ImageError.system` where the length cannot be told.
  init(
    _ storage: any Storage, _ inspection: Inspection, caches: CacheSizes,
    dataFile: (any Storage)?, cipher: SectorCipher?
  ) throws(ImageError) {
    self.cipher = cipher
    self.storage = storage
    self.inspection = inspection
    usableHeader = inspection.usableHeader
    headerRefusal = inspection.refusal
    self.dataFile = dataFile
    // Every step of a walk asks.
    hasDataFile = inspection.header.has(.externalDataFile)
    // Before anything else is read: what is written from now on is noticed.
    watch = FileWatch(storage)
    tables = BoundedCache(limit: caches.tables, valueSize: Image.sliceSize)
    clusters = BoundedCache(
      limit: caches.clusters, valueSize: Int(clamping: 1 << inspection.header[.clusterBits]))
    decoders = DecoderPool(compressionType: inspection.header[.compressionType])
    let end = try storage.byteCount()
    knownEnd = Atomic(end)
    knownDataEnd = Atomic(try dataFile?.byteCount() ?? 0)
    // Settled once: every read asks for the refusals.
    let isUnlocked = cipher != nil
    findings =
      inspection.findings.filter {
        !($0.code == "external-data" && dataFile != nil) && !($0.code == "encrypted" && isUnlocked)
      } + Self.lostTables(usableHeader, end: end)
    guestDataRefusal = headerRefusal ?? findings.first { $0.severity == .noGuestData }
    featureRefusal = headerRefusal ?? findings.first { $0.code == "unknown-feature" }
  }

  /// The cipher of an encrypted image; nil where nothing is encrypted.
  ///
  /// - Throws: `ImageError.encryption` where the pass phrase does not fit.
  static func cipher(
    _ storage: any Storage, _ inspection: Inspection, _ secret: Secret
  ) throws(ImageError) -> SectorCipher? {
    do throws(EncryptionError) {
      switch inspection.header[.cryptMethod] {
      case 1: return try SectorCipher(legacyAES: secret)
      case 2:
        guard let pointer = inspection.encryptionHeader else { return nil }
        return try LUKSVolume(storage, at: pointer).unlock(with: secret).cipher
      default: return nil
      }
    } catch {
      throw .encryption(error)
    }
  }

  /// Decrypts guest data in place.
  ///
  /// LUKS numbers sectors by their place in the file, so a cluster that moves is encrypted anew; the
  /// legacy method by their place on the disk.
  ///
  /// - Parameters:
  ///   - buffer: Whole sectors of 512 bytes.
  ///   - host: Where they were read from.
  ///   - guest: Where the guest has them.
  /// - Throws: `ImageError.encryption` where the library with the ciphers fails.
  func decrypt(
    _ buffer: inout MutableRawSpan, host: HostOffset, guest: GuestOffset
  ) throws(ImageError) {
    guard let cipher else { return }
    let isLegacy = inspection.header[.cryptMethod] == 1
    do throws(EncryptionError) {
      try cipher.decrypt(
        &buffer, firstSector: (isLegacy ? guest.rawValue : host.rawValue) / 512)
    } catch {
      throw .encryption(error)
    }
  }

  /// The tables that the header names and the file, of `end` bytes, does not hold.
  private static func lostTables(_ header: Header, end: UInt64) -> [Finding] {
    let tables: [(String, Field, UInt64)] = [
      ("L1 table", .l1TableOffset, header[.l1Size] * 8),
      // Its first byte: nothing but zeros may follow the last entry in use, and be cut off.
      ("refcount table", .refcountTableOffset, min(1, header[.refcountTableClusters])),
      ("snapshot table", .snapshotsOffset, header[.nbSnapshots] * 40),
    ]
    return tables.compactMap { name, field, length in
      let start = header[field]
      guard length > 0, end < start + length else { return nil }
      return Finding(
        "table-past-end", .warning, field: field,
        "the \(name) at \(hex(start)) goes on past the end of the file")
    }
  }

  /// The end of the file as far as known; asks again when `offset` seems to lie beyond, because a
  /// live file grows.
  func end(beyond offset: HostOffset) -> UInt64 {
    let known = knownEnd.load(ordering: .relaxed)
    return offset.rawValue >= known ? measuredEnd() : known
  }

  /// The end of the file as it is now: a read that came back short asks for it, because a live file
  /// may shrink too.
  func measuredEnd() -> UInt64 {
    guard let now = try? storage.byteCount() else { return knownEnd.load(ordering: .relaxed) }
    knownEnd.store(now, ordering: .relaxed)
    return now
  }

  /// The end of the file that guest clusters lie in, as far as known; asks again when `offset` seems
  /// to lie beyond. Where that file is not open, none is known to be missing.
  func dataEnd(beyond offset: HostOffset) -> UInt64 {
    guard hasDataFile else { return end(beyond: offset) }
    guard dataFile != nil else { return 1 << 63 }
    let known = knownDataEnd.load(ordering: .relaxed)
    return offset.rawValue >= known ? measuredDataEnd() : known
  }

  /// The same as it is now.
  func measuredDataEnd() -> UInt64 {
    guard let dataFile else { return measuredEnd() }
    guard let now = try? dataFile.byteCount() else { return knownDataEnd.load(ordering: .relaxed) }
    knownDataEnd.store(now, ordering: .relaxed)
    return now
  }

  /// A table of 8-byte entries, as far as the file holds it, whatever a header claims.
  func table(at start: HostOffset, entries: Int) throws(ImageError) -> Bytes {
    let end = try storage.byteCount()
    let room = end > start.rawValue ? end - start.rawValue : 0
    return try storage.bytes(at: start, count: Int(min(UInt64(entries) * 8, room)) & ~7)
  }
}
