/// What QEMU demands of the header extensions, judged from the extension area alone.
struct ExtensionRules {
  let header: Header
  let area: ExtensionArea
  private(set) var findings: [Finding] = []

  init(_ header: Header, _ area: ExtensionArea) {
    self.header = header
    self.area = area
    checkArea()
    for item in area.extensions { check(item) }
    checkDataFile()
    checkEncryption()
  }

  private mutating func report(_ code: String, _ severity: Finding.Severity, _ message: String) {
    findings.append(Finding(code, severity, message))
  }

  private mutating func checkArea() {
    if let overlong = area.overlong {
      report(
        "extension-length", .refusal,
        "header extension \(hex(UInt64(overlong.type), digits: 8)) at \(hex(UInt64(overlong.offset)))"
          + " claims \(counted(overlong.length, "byte")), more than the header cluster has left")
    }
    var seen: Set<UInt32> = []
    for item in area.extensions where !seen.insert(item.type).inserted {
      report(
        "extension-twice", .warning,
        "the header extension \"\(item.name)\" at \(item.offset) is a second one; the last counts")
    }
  }

  private mutating func check(_ item: HeaderExtension) {
    switch HeaderExtension.Kind(rawValue: item.type) {
    case .backingFormat where item.length >= 16:
      report(
        "backing-format", .refusal,
        "the backing file format at \(item.offset) has \(counted(item.length, "byte")), allowed is below 16"
      )
    case .featureNames where item.length % 48 != 0:
      report(
        "feature-names", .warning,
        "the feature name table at \(item.offset) has \(counted(item.length, "byte")), a row has 48"
      )
    case .bitmaps: checkBitmaps(item)
    case .encryption where header[.cryptMethod] != 2:
      report(
        "encryption-method", .refusal,
        "the encryption header pointer at \(item.offset) needs crypt_method 2 (LUKS), which is "
          + "\(header[.cryptMethod])")
    case .encryption: checkPointer(item)
    default: break
    }
  }

  private mutating func checkBitmaps(_ item: HeaderExtension) {
    guard case .bitmaps(let bitmaps) = item.content else {
      return report(
        "bitmaps-length", .refusal,
        "the bitmaps extension at \(item.offset) has \(counted(item.length, "byte")), expected 24")
    }
    // Without its autoclear bit the extension is dead and QEMU passes over it.
    guard header.has(.bitmaps) else {
      return report(
        "bitmaps-stale", .warning,
        "the bitmaps extension at \(item.offset) is stale: autoclear bit 0 is not set")
    }
    let place = "the bitmaps extension at \(item.offset)"
    if bitmaps.reserved != 0 {
      report("bitmaps-reserved", .refusal, "\(place) has a reserved field that is not 0")
    }
    if !(1...65_535).contains(bitmaps.count) {
      report(
        "bitmaps-count", .refusal, "\(place) counts \(bitmaps.count) bitmaps, allowed is 1 to 65535"
      )
    }
    if bitmaps.directoryOffset.rawValue & ((1 << header[.clusterBits]) - 1) != 0 {
      report(
        "bitmaps-offset", .refusal,
        "\(place) puts its directory at \(bitmaps.directoryOffset), not the start of a cluster")
    }
    if bitmaps.directorySize > 1024 * 65_535 {
      report(
        "bitmaps-size", .refusal,
        "\(place) claims a directory of \(bitmaps.directorySize) bytes, allowed is \(1024 * 65_535)"
      )
    }
  }

  private mutating func checkPointer(_ item: HeaderExtension) {
    guard case .encryption(let pointer) = item.content else {
      return report(
        "encryption-length", .refusal,
        "the encryption header pointer at \(item.offset) has \(counted(item.length, "byte")), expected 16"
      )
    }
    if pointer.offset.rawValue & ((1 << header[.clusterBits]) - 1) != 0 {
      report(
        "encryption-offset", .refusal,
        "the encryption header pointer at \(item.offset) names \(pointer.offset), which is not "
          + "the start of a cluster")
    }
  }

  private mutating func checkDataFile() {
    let named = area.extensions.contains { $0.type == HeaderExtension.Kind.dataFileName.rawValue }
    if header.has(.externalDataFile), !named {
      report(
        "data-file-name", .noGuestData,
        "guest data lies in an external data file, but the image does not name it")
    }
    if header.has(.rawExternalData), !header.has(.externalDataFile) {
      report(
        "raw-without-data-file", .refusal,
        "autoclear bit 1 (raw external data) is set without incompatible bit 2 (external data file)"
      )
    }
  }

  private mutating func checkEncryption() {
    let pointed = area.extensions.contains { $0.type == HeaderExtension.Kind.encryption.rawValue }
    guard header[.cryptMethod] == 2, !pointed else { return }
    findings.append(
      Finding(
        "encryption-header", .refusal, field: .cryptMethod,
        "crypt_method is 2 (LUKS), but there is no encryption header pointer"))
  }
}
