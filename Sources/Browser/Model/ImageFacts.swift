package import QCOW2

/// What is said about the image as a whole; it does not change while it is open.
package struct ImageFacts: Sendable {
  /// One line of the header pane.
  package struct Row: Equatable, Sendable {
    package enum Weight: Equatable, Sendable {
      case plain, heading, warning, error
    }
    package var label: String
    package var value: String
    package var weight = Weight.plain
  }

  /// The last part of the file's name.
  package let name: String
  /// The length of the file when it was opened; 0 where that is not known.
  package let fileLength: UInt64
  /// Version, sizes and cluster size for the title line; a narrow one shows the first of them.
  package let summary: [String]
  /// The header pane: findings, the numbers people ask for, every field, the extensions.
  package let rows: [Row]
  /// How many rules are broken or warnings there are.
  package let findingCount: Int
  /// The worst of them.
  package let worst: Finding.Severity
  /// The features pane.
  package let features: [FeatureStatus]

  package init(_ disk: Disk) {
    let image = disk.image
    let found = image.file.findings + disk.findings
    // First what keeps the disk from being shown.
    let allFindings =
      found.filter { $0.severity == .refusal } + found.filter { $0.severity != .refusal }
    let header = image.header
    name = String(image.storage.name.split(separator: "/").last ?? "")
    let length = try? image.storage.byteCount()
    fileLength = length ?? 0
    let file = length.map { ["\(binarySize($0)) file"] } ?? []
    // A snapshot may have another size than the header tells, and a header one that no disk has.
    let isMended = image.file.usableHeader.size != header.size
    let size = isMended ? header.size : image.geometry.virtualSize
    summary =
      ["qcow2 v\(header.version)", "\(binarySize(size)) virtual"] + file
      + ["\(binarySize(image.geometry.clusterSize)) clusters"]
    rows =
      Self.limits(image) + Self.findings(allFindings) + Self.overview(image) + Self.fields(header)
      + Self.extensions(image.inspection)
    features = image.inspection.features
    findingCount = allFindings.count
    worst = allFindings.map(\.severity).max() ?? .note
  }

  /// What it means that the header is broken.
  private static func limits(_ image: Image) -> [Row] {
    guard image.file.headerRefusal != nil else { return [] }
    return [
      Row(label: "!", value: "the header is broken: structures only, no data", weight: .error)
    ]
  }

  private static func findings(_ findings: [Finding]) -> [Row] {
    findings.map {
      Row(
        label: "!", value: $0.message,
        weight: $0.severity >= .noGuestData ? .error : $0.severity == .note ? .plain : .warning)
    }
  }

  private static func overview(_ image: Image) -> [Row] {
    let header = image.header
    let geometry = image.geometry
    let isBroken = image.file.headerRefusal != nil
    let width = isBroken ? "order \(header[.refcountOrder])" : "\(geometry.refcountBits) bit"
    let l1Size = isBroken ? header[.l1Size] : UInt64(geometry.l1Size)
    var rows = [
      Row(label: "virtual size", value: "\(binarySize(header.size))  \(header.size)"),
      Row(
        label: "cluster",
        value: "\(binarySize(geometry.clusterSize))  (bits \(geometry.clusterBits))"),
      Row(
        label: "L1 table",
        value: "\(counted(l1Size, "entry", "entries")) @\(hex(header[.l1TableOffset]))"),
      Row(
        label: "refcount",
        value: "\(width)  table @\(hex(header[.refcountTableOffset]))"),
      Row(label: "backing", value: backing(image.inspection)),
      Row(label: "snapshots", value: "\(header[.nbSnapshots])"),
    ]
    if let name = image.inspection.dataFileName {
      rows.append(Row(label: "data file", value: escaped(name.array)))
    }
    if let taken = image.storage.allocatedByteCount() {
      rows.append(Row(label: "disk usage", value: binarySize(taken)))
    }
    return rows
  }

  private static func backing(_ inspection: Inspection) -> String {
    guard let name = inspection.backingFileName else { return "none" }
    let format = inspection.backingFormat.map { escaped($0.array) } ?? "no format stored"
    return "\(escaped(name.array)) (\(format))"
  }

  private static func fields(_ header: Header) -> [Row] {
    [Row(label: "header fields", value: "", weight: .heading)]
      + header.fields.map { Row(label: $0.name, value: $0.text(header[$0])) }
  }

  private static func extensions(_ inspection: Inspection) -> [Row] {
    guard !inspection.extensions.isEmpty else { return [] }
    return [Row(label: "header extensions", value: "", weight: .heading)]
      + inspection.extensions.map {
        Row(label: $0.name, value: "@\($0.offset)  \($0.length) bytes  \($0.summary)")
      }
  }
}
