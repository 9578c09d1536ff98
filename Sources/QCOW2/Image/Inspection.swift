/// Everything the header cluster says, of any image, whether it can be opened or not.
public struct Inspection: Sendable {
  /// The header with every field.
  public let header: Header
  /// The header extensions in order, as far as they can be read.
  public let extensions: [HeaderExtension]
  /// Known, named and set feature bits.
  public let features: [FeatureStatus]
  /// The backing file name as stored, or nil where there is none.
  public let backingFileName: Bytes?
  /// The broken rules, the order being that in which they are checked.
  public let findings: [Finding]

  /// Reads the header cluster: at most 2 MiB.
  ///
  /// - Parameter storage: Where the image is.
  /// - Throws: `ImageError.notAnImage` where the magic number is missing, `ImageError.system` where
  ///   reading fails. Broken rules are findings, not errors.
  public init(_ storage: some Storage) throws(ImageError) {
    try self.init(storage as any Storage)
  }

  init(_ storage: any Storage) throws(ImageError) {
    let start = try storage.bytes(at: .zero, count: 112)
    let bits = try Header(start)[.clusterBits]
    // Where the cluster size is out of range, what lies behind the header is shown all the same.
    let knowsClusterSize = (9...21).contains(bits)
    let clusterSize: UInt64 = knowsClusterSize ? 1 << bits : 65_536
    let cluster = try storage.bytes(at: .zero, count: Int(clusterSize))
    let header = try Header(cluster)
    let area = Self.extensionArea(header, cluster, clusterSize: clusterSize)
    let names = area.extensions.reduce(into: [FeatureName]()) { names, item in
      if case .featureNames(let rows) = item.content { names += rows }
    }
    self.header = header
    extensions = area.extensions
    features = header.features(named: names)
    backingFileName = Self.backingFileName(header, cluster)
    var findings = HeaderRules(header, names: names).findings
    if knowsClusterSize { findings += ExtensionRules(header, area).findings }
    self.findings = findings + Self.unreadableData(header, area.extensions)
  }

  /// Why the image cannot be opened at all, or nil.
  public var refusal: Finding? { findings.first { $0.severity == .refusal } }

  /// Why not even structures can be shown, or nil: without a whole header, a version and a cluster size
  /// that exist nothing else can be located.
  public var structureRefusal: Finding? {
    let isCut = header.storedCount < Header.version3Length
    let basic = ["version", "cluster-bits"] + (isCut ? ["header-length"] : [])
    return findings.first { $0.severity == .refusal && basic.contains($0.code) }
  }

  /// The header as far as structures can be found by it; see `Header.usable`. To be asked for where
  /// `structureRefusal` is nil.
  var usableHeader: Header { refusal == nil ? header : header.usable(findings) }

  /// Why no guest data may be read although the structures can be shown, or nil.
  public var guestDataRefusal: Finding? { findings.first { $0.severity == .noGuestData } }

  private static func extensionArea(
    _ header: Header, _ cluster: Bytes, clusterSize: UInt64
  ) -> ExtensionArea {
    let backing = header[.backingFileOffset]
    let end = backing != 0 && backing <= clusterSize ? backing : clusterSize
    return ExtensionArea(cluster, from: Int(min(header.length, end)), to: Int(end))
  }

  private static func backingFileName(_ header: Header, _ cluster: Bytes) -> Bytes? {
    let offset = header[.backingFileOffset]
    guard offset != 0, offset < UInt64(cluster.count) else { return nil }
    let length = min(header[.backingFileSize], 1023)
    return length == 0 ? nil : cluster[Int(offset)..<Int(offset) + Int(length)]
  }

  private static func unreadableData(
    _ header: Header, _ extensions: [HeaderExtension]
  ) -> [Finding] {
    var findings: [Finding] = []
    if (1...2).contains(header[.cryptMethod]) {
      let method = header[.cryptMethod] == 1 ? "AES" : "LUKS"
      findings.append(
        Finding(
          "encrypted", .noGuestData, field: .cryptMethod,
          "guest data is encrypted (\(method)): it needs the pass phrase"))
    }
    if header.has(.externalDataFile) {
      let name: String? = extensions.reduce(nil) { found, item in
        guard case .dataFileName(let name) = item.content else { return found }
        return " \(quoted(name.array))"
      }
      findings.append(
        Finding(
          "external-data", .noGuestData, field: .incompatibleFeatures,
          "guest data lies in an external data file\(name ?? ""), which is not open"))
    }
    return findings
  }
}

extension Inspection {
  /// The stored format of the backing file, or nil where none is stored. QEMU ends it at a NUL byte
  /// and takes an empty one for none.
  public var backingFormat: Bytes? {
    let stored: Bytes? = extensions.reduce(nil) { found, item in
      if case .backingFormat(let format) = item.content { format } else { found }
    }
    guard let name = stored?.array.prefix(while: { $0 != 0 }), !name.isEmpty else { return nil }
    return Bytes(Array(name))
  }

  /// Where the LUKS header lies, or nil where there is none.
  public var encryptionHeader: EncryptionHeaderPointer? {
    extensions.reduce(nil) { found, item in
      if case .encryption(let pointer) = item.content { pointer } else { found }
    }
  }

  /// The stored name of the external data file, or nil where none is stored.
  public var dataFileName: Bytes? {
    extensions.reduce(nil) { found, item in
      if case .dataFileName(let name) = item.content { name } else { found }
    }
  }

  /// The bitmaps extension, if it is there and its autoclear bit says that it is alive.
  var liveBitmaps: BitmapsExtension? {
    guard header.has(.bitmaps) else { return nil }
    return extensions.reduce(nil) { found, item in
      if case .bitmaps(let pointer) = item.content { pointer } else { found }
    }
  }

  /// - Parameter allowsBrokenHeader: Whether structures are enough.
  /// - Throws: `ImageError.refused` with the broken rule that is in the way.
  func check(_ allowsBrokenHeader: Bool) throws(ImageError) {
    if let refusal = allowsBrokenHeader ? structureRefusal : refusal { throw .refused(refusal) }
  }

  /// The arithmetic of the image, or nil where the header is out of its limits.
  public var geometry: Geometry? { refusal == nil ? Geometry(header) : nil }
}

extension Geometry {
  /// - Parameter header: A header whose cluster size, table sizes and refcount order are within their
  ///   limits, if need be by being left out.
  init(_ header: Header) {
    self.init(
      version: Int(header.version), clusterBits: Int(header[.clusterBits]),
      virtualSize: header.size, l1Size: Int(header[.l1Size]),
      hasExtendedL2: header.has(.extendedL2), refcountOrder: Int(header[.refcountOrder]))
  }
}
