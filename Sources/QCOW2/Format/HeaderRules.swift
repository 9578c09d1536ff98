/// The limits that QEMU enforces when it opens an image, in its order, and a few rules of the
/// specification that it does not enforce.
///
/// Everything is judged from numbers alone, before anything is allocated for them.
struct HeaderRules {
  let header: Header
  private(set) var findings: [Finding] = []

  /// Judges `header`. Rules that need the cluster size are skipped where that is out of range.
  init(_ header: Header, names: [FeatureName]) {
    self.header = header
    checkVersion()
    guard checkClusterBits() else { return }
    checkLength()
    checkBackingName()
    checkFeatures(names)
    checkCompression()
    checkSubclusters()
    checkRefcounts()
    checkSnapshots()
    checkL1()
    checkEncryption()
  }

  private var clusterSize: UInt64 { 1 << header[.clusterBits] }

  mutating func report(
    _ code: String, _ severity: Finding.Severity, _ field: Field? = nil, _ message: String
  ) {
    findings.append(Finding(code, severity, field: field, message))
  }

  /// Reports a value beyond its limit: names field, value and limit.
  private mutating func refuse(_ code: String, _ field: Field, _ allowed: String) {
    report(code, .refusal, field, "\(field.name) is \(text(field)), allowed is \(allowed)")
  }

  private func text(_ field: Field) -> String {
    field.presentation == .hostOffset ? hex(header[field]) : "\(header[field])"
  }

  private mutating func checkVersion() {
    guard !(2...3).contains(header.version) else { return }
    guard header.storedCount >= 8 else {
      return report(
        "version", .refusal, .version,
        "the file has \(counted(header.storedCount, "byte")), a header needs \(Header.version2Length)"
      )
    }
    refuse("version", .version, "2 or 3")
  }

  private mutating func checkClusterBits() -> Bool {
    let valid = (9...21).contains(header[.clusterBits])
    if !valid { refuse("cluster-bits", .clusterBits, "9 to 21 (512 B to 2 MiB)") }
    return valid
  }

  private mutating func checkLength() {
    guard header.version >= 3 else { return }
    if header.storedCount < Field.headerLength.byteRange.upperBound {
      report(
        "header-length", .refusal, .headerLength,
        "the file has \(counted(header.storedCount, "byte")), a version 3 header needs "
          + "\(Header.version3Length)")
    } else if header.length < Header.version3Length {
      refuse("header-length", .headerLength, "\(Header.version3Length) or more")
    } else if header.length > clusterSize {
      refuse("header-length", .headerLength, "at most the cluster size, \(clusterSize)")
    } else if header.length % 8 != 0 {
      report(
        "header-length-alignment", .warning, .headerLength,
        "header_length is \(header.length), expected a multiple of 8")
    }
  }

  private mutating func checkBackingName() {
    let offset = header[.backingFileOffset]
    guard offset != 0 else { return }
    guard offset <= clusterSize else {
      return refuse(
        "backing-offset", .backingFileOffset, "at most the cluster size, \(hex(clusterSize))")
    }
    let room = min(1023, clusterSize - offset)
    if header[.backingFileSize] > room {
      refuse("backing-size", .backingFileSize, "at most \(room) bytes here")
    }
  }

  private mutating func checkFeatures(_ names: [FeatureName]) {
    let unknown = header.features(named: names).filter {
      $0.word == .incompatible && $0.isSet && $0.known == nil
    }
    if !unknown.isEmpty {
      let list = unknown.map { $0.tableName.map { "\"\($0)\"" } ?? "unnamed bit \($0.bit)" }
      report(
        "unknown-feature", .noGuestData, .incompatibleFeatures,
        "unknown feature \(list.joined(separator: ", ")): guest data cannot be read")
    }
    if header.has(.corrupt) {
      report(
        "corrupt", .warning, .incompatibleFeatures,
        "the corrupt bit is set: a program found a damaged structure")
    }
    if header.has(.dirty) {
      report(
        "dirty", .warning, .incompatibleFeatures,
        "the dirty bit is set: the image is in use or was not closed, refcounts may be stale")
    }
  }

  private mutating func checkCompression() {
    let type = header[.compressionType]
    if type > 1 { refuse("compression-type", .compressionType, "0 (deflate) or 1 (zstd)") }
    guard header.has(KnownFeature.compressionType) != (type != 0) else { return }
    report(
      "compression-bit", .refusal, .compressionType,
      "compression_type is \(type), but the compression type bit (incompatible 3) is "
        + (type == 0 ? "set" : "not set"))
  }

  private mutating func checkSubclusters() {
    guard header.has(.extendedL2), header[.clusterBits] < 14 else { return }
    report(
      "subcluster-size", .refusal, .clusterBits,
      "extended L2 entries need clusters of 16 KiB or more, cluster_bits is "
        + "\(header[.clusterBits])")
  }
}

extension HeaderRules {
  private mutating func checkRefcounts() {
    if header[.refcountOrder] > 6 { refuse("refcount-order", .refcountOrder, "0 to 6") }
    let clusters = header[.refcountTableClusters]
    if clusters == 0 {
      report(
        "no-refcount-table", .refusal, .refcountTableClusters,
        "refcount_table_clusters is 0, an image has a refcount table")
    }
    checkTable(
      offset: .refcountTableOffset, count: .refcountTableClusters, entrySize: clusterSize,
      limit: 8 << 20)
  }

  private mutating func checkSnapshots() {
    // The limit is 65,536 snapshots; the fixed part of an entry is 40 bytes.
    checkTable(
      offset: .snapshotsOffset, count: .nbSnapshots, entrySize: 40, limit: 65_536 * 40)
  }

  private mutating func checkL1() {
    checkTable(offset: .l1TableOffset, count: .l1Size, entrySize: 8, limit: 32 << 20)
    if header[.size] > UInt64(Int64.max) {
      return refuse("size", .size, "at most \(Int64.max)")
    }
    if header[.size] % 512 != 0 {
      report(
        "size-alignment", .warning, .size,
        "size is \(header[.size]), not a multiple of 512; the last \(header[.size] % 512) bytes "
          + "are dropped, as QEMU does")
    }
    let entryBits: UInt64 = header.has(.extendedL2) ? 4 : 3
    let spanBits = 2 * header[.clusterBits] - entryBits
    let size = header[.size]
    let needed = (size >> spanBits) + (size & ((1 << spanBits) - 1) == 0 ? 0 : 1)
    if header[.l1Size] < needed {
      refuse("l1-size", .l1Size, "\(needed) or more for a disk of \(size) bytes")
    }
  }

  /// A table must not be larger than its limit, must begin at a cluster and must end below 2^63.
  private mutating func checkTable(
    offset: Field, count: Field, entrySize: UInt64, limit: UInt64
  ) {
    let entries = header[count]
    if entries > limit / entrySize {
      refuse("table-size", count, "at most \(limit / entrySize)")
    }
    let start = header[offset]
    if start % clusterSize != 0 {
      refuse("table-offset", offset, "a multiple of the cluster size, \(hex(clusterSize))")
    } else if UInt64(Int64.max) - min(entries * entrySize, UInt64(Int64.max)) < start {
      refuse("table-offset", offset, "below 2^63 with the table's length")
    }
  }

  private mutating func checkEncryption() {
    let method = header[.cryptMethod]
    if method > 2 { refuse("crypt-method", .cryptMethod, "0 (none), 1 (AES) or 2 (LUKS)") }
  }
}
