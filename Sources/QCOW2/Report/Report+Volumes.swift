extension Volume {
  /// The UUID that the table gives the partition.
  var uuid: String? { partition?.uuid }

  /// What lies in it, in a word or two, never empty.
  package var contentsText: String {
    if partition?.isContainer == true { return "logical ones" }
    if let first = contents.first { return first.kind.name }
    if contents.unreadable != nil { return "unreadable" }
    if contents.range.isEmpty { return "past the end" }
    return contents.isBlank ? "zeros" : "unknown"
  }

  /// A stable name of the same for programs.
  fileprivate var contentsCode: String {
    if partition?.isContainer == true { return "container" }
    if let first = contents.first { return first.kind.rawValue }
    if contents.unreadable != nil { return "unreadable" }
    return contents.isBlank ? "zeros" : "unknown"
  }

  fileprivate var size: UInt64 { contents.range.upperBound - contents.range.lowerBound }

  /// The label of what lies in it, and the name of the partition where that is another.
  package var labelText: String {
    let label = contents.first?.label.map { shortened(escaped($0)) } ?? ""
    let name = shortened(escaped(partition?.name ?? ""))
    guard !name.isEmpty, name != label else { return label }
    return label.isEmpty ? "(\(name))" : "\(label) (\(name))"
  }
}

extension Report<Volume> {
  /// The volumes of a disk.
  package static let volumes = Report("volumes", placeColumns + typeColumns + contentsColumns)

  /// The long names of volumes, for people.
  package static let identities = Report(
    "identities",
    [
      number,
      Column(
        "partition-uuid", "partition UUID", .text, "UUID of the partition",
        value: { .text($0.uuid ?? "-") }),
      Column(
        "uuid", "UUID of the contents", .text, "UUID of the contents",
        value: { .text($0.contents.first?.uuid ?? "-") }),
    ])

  private static let number = Column<Volume>(
    "number", "#", .number, isOptional: true, "the number; absent for the whole disk",
    value: { $0.partition.map { .number(UInt64($0.number)) } },
    text: { $0.partition.map { "\($0.number)" } ?? "-" })

  private static let placeColumns: [Column<Volume>] = [
    number,
    Column(
      "start", "start", .number, "first guest byte",
      value: { .number($0.contents.range.lowerBound.rawValue) },
      text: { "\($0.contents.range.lowerBound)" }),
    Column(
      "length", "size", .number, "bytes, as far as the disk goes", value: { .number($0.size) },
      text: { binarySize($0.size) }),
    Column(
      "first-sector", nil, .number, isOptional: true, "first sector, as stored",
      value: { $0.partition.map { .number($0.firstSector) } }),
    Column(
      "last-sector", nil, .number, isOptional: true, "last sector, as stored",
      value: { $0.partition.map { .number($0.lastSector) } }),
  ]

  private static let typeColumns: [Column<Volume>] = [
    Column(
      "type", "for", .text, isOptional: true, "type of the partition, as stored",
      value: { $0.partition.map { .text($0.type.code) } },
      text: { $0.partition?.type.text ?? "the whole disk" }),
    Column(
      "type-name", nil, .text, isOptional: true, "name of the type",
      value: { $0.partition?.type.name.map { .text($0) } }),
    Column(
      "partition-name", nil, .text, isOptional: true, "name of the partition",
      value: { ($0.partition?.name).flatMap { $0.isEmpty ? nil : .text($0) } }),
    Column(
      "partition-uuid", nil, .text, isOptional: true, "UUID of the partition",
      value: { $0.uuid.map { .text($0) } }),
    Column(
      "attributes", nil, .number, isOptional: true,
      "attribute bits of a GPT's entry, boot indicator of an MBR's",
      value: { $0.partition.map { .number($0.attributes) } }),
    Column(
      "bootable", nil, .truth, isOptional: true, "whether a BIOS starts from it",
      value: { $0.partition.map { .truth($0.isBootable) } }),
  ]

  private static let contentsColumns: [Column<Volume>] = [
    Column(
      "contents", "holds", .text,
      "kind of the contents; else container, zeros, unknown or unreadable",
      value: { .text($0.contentsCode) }, text: \.contentsText),
    Column(
      "label", "label", .text, isOptional: true, "label of the contents",
      value: { $0.contents.first?.label.map { .text($0) } }, text: \.labelText),
    Column(
      "uuid", nil, .text, isOptional: true, "UUID or serial number of the contents",
      value: { $0.contents.first?.uuid.map { .text($0) } }),
    Column(
      "block-size", nil, .number, isOptional: true, "bytes of an allocation unit",
      value: { $0.contents.first?.blockSize.map { .number($0) } }),
    Column(
      "contents-length", nil, .number, isOptional: true, "bytes by their own superblock",
      value: { $0.contents.first?.byteCount.map { .number($0) } }),
    Column(
      "fits", nil, .truth, isOptional: true, "whether there is room for that many",
      value: { volume in
        volume.contents.first?.byteCount.map { _ in .truth(volume.contents.excess == nil) }
      }),
    Column(
      "further", nil, .text, isOptional: true, "other contents whose signatures are there too",
      value: { volume in
        let others = volume.contents.found.dropFirst().map(\.kind.rawValue)
        return others.isEmpty ? nil : .text(others.joined(separator: " "))
      }),
    Column(
      "unreadable", nil, .text, isOptional: true, "what cannot be read, and why",
      value: { $0.contents.unreadable.map { .text($0) } }),
  ]
}
