/// What an image is, for people: one fact a line.
package struct InfoText {
  private let disk: Disk
  private let layer: Layer

  /// - Parameters:
  ///   - disk: The disk.
  ///   - depth: The layer; one that is open.
  package init(_ disk: Disk, depth: Int) {
    self.disk = disk
    layer = disk.layers[depth]
  }

  /// The lines.
  ///
  /// - Throws: `ImageError.system` where a table cannot be read.
  package var text: String {
    get throws(ImageError) {
      var rows = [("image", layer.path?.displayed ?? layer.name)]
      let size = "\(binarySize(layer.virtualSize))  \(layer.virtualSize) bytes"
      guard let image = layer.image else {
        let format = layer.formatName ?? "raw"
        return Self.lines(rows + [("format", format), ("virtual size", size)] + usage)
      }
      rows += [("format", Self.format(image.header)), ("virtual size", size)] + usage
      rows.append(("cluster size", binarySize(image.geometry.clusterSize)))
      let features = image.inspection.features.filter(\.isSet).map(\.name)
      rows.append(("features", features.isEmpty ? "none" : features.joined(separator: ", ")))
      if let encryption = Self.encryption(image) { rows.append(("encryption", encryption)) }
      rows += Self.names(image.inspection)
      rows += try Self.counts(image)
      return Self.lines(rows + image.file.findings.map { ("!", $0.message) })
    }
  }

  private var usage: [(String, String)] {
    layer.allocatedByteCount.map { [("disk usage", binarySize($0))] } ?? []
  }

  private static func format(_ header: Header) -> String {
    let codec = header[.compressionType] == 1 ? "zstd" : "deflate"
    return "qcow2 version \(header.version), compression \(codec), "
      + "refcounts of \(counted(UInt64(1) << header[.refcountOrder], "bit"))"
  }

  private static func encryption(_ image: Image) -> String? {
    switch image.header[.cryptMethod] {
    case 0: return nil
    case 1: return "AES-CBC (legacy)"
    default:
      guard let pointer = image.inspection.encryptionHeader,
        let header = try? LUKSVolume(image.storage, at: pointer).header
      else { return "LUKS" }
      let slots = header.slots.count { $0.isActive }
      let cipher =
        (try? header.cipherSpecification())?.algorithm.rawValue ?? header.text(.luksCipherName)
      return "LUKS, \(cipher) \(header.text(.luksCipherMode)), "
        + "\(slots) of \(header.slots.count) key slots in use"
    }
  }

  private static func names(_ inspection: Inspection) -> [(String, String)] {
    var rows: [(String, String)] = []
    if let name = inspection.backingFileName {
      let format = inspection.backingFormat.map { escaped($0.array) } ?? "no format stored"
      rows.append(("backing file", "\(escaped(name.array)) (\(format))"))
    }
    if let name = inspection.dataFileName { rows.append(("data file", escaped(name.array))) }
    return rows
  }

  private static func counts(_ image: Image) throws(ImageError) -> [(String, String)] {
    let snapshots = try image.snapshots()
    let bitmaps = try image.bitmaps()
    return [
      ("snapshots", "\(snapshots.records.count)"), ("bitmaps", "\(bitmaps.records.count)"),
    ].filter { $0.1 != "0" } + (snapshots.findings + bitmaps.findings).map { ("!", $0.message) }
  }

  private static func lines(_ rows: [(String, String)]) -> String {
    let start = 14
    return rows.map { label, value in
      // Names stay whole, sentences need not.
      let isName = label.hasSuffix("file") || label == "image"
      let lines =
        isName
        ? [value]
        : pieces(of: value, first: screenColumns - start, rest: screenColumns - start)
      return label + String(repeating: " ", count: max(1, start - label.count))
        + lines.joined(separator: "\n" + String(repeating: " ", count: start)) + "\n"
    }.joined()
  }
}
