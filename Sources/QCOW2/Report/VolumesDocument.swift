/// The partitions of a disk, what lies in them, and what is wrong with either.
package struct VolumesDocument {
  private let name: String
  private let list: VolumeList

  /// - Parameters:
  ///   - name: The image as it was named.
  ///   - list: What was found.
  package init(_ name: String, _ list: VolumeList) {
    self.name = name
    self.list = list
  }

  private static let head = Report<PartitionTable>(
    "table",
    [
      Column(
        "scheme", nil, .text, "none, mbr, gpt, hybrid, protective or unknown",
        value: { .text($0.scheme.rawValue) }),
      Column(
        "identifier", nil, .text, isOptional: true, "GUID or signature of the disk",
        value: { $0.identifier.map { .text($0) } }),
      Column(
        "sector-size", nil, .number, "bytes of a sector, by which the table counts",
        value: { .number($0.sectorSize) }),
      Column(
        "from-backup", nil, .truth, "whether the partitions are those of a GPT's backup",
        value: { .truth($0.isFromBackup) }),
    ])

  /// Writes a line about the table, the volumes, their UUIDs and what is wrong.
  package func writeText(to output: Output) {
    output.write(wrapped("\(escaped(name)): \(list.table.summary)") + "\n")
    if !list.volumes.isEmpty { output.write("\n") }
    Report<Volume>.volumes.writeText(list.volumes, to: output)
    let named = list.volumes.filter { $0.uuid != nil || $0.contents.first?.uuid != nil }
    if !named.isEmpty { output.write("\n") }
    Report<Volume>.identities.writeText(named, to: output)
    let failures = list.volumes.compactMap { volume in
      volume.contents.unreadable.map { "unreadable: \(volume.name): \($0)" }
    }
    let findings = list.findings.map { "\($0.severity): \($0.message)" } + failures
    if !findings.isEmpty { output.write("\n") }
    for finding in findings { output.write(wrapped(finding) + "\n") }
  }

  /// Writes an object.
  package func write(_ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("filename", name)
      writer.members(list.table, Self.head.columns)
      writer.member("complete", list.isComplete)
      Report<Volume>.volumes.writeMember(list.volumes, to: &writer)
      Report<Finding>.findings.writeMember(list.findings, to: &writer)
    }
  }

  /// Writes the schema of that object.
  package static func writeSchema(_ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("type", "object")
      writer.object("properties") { writer in
        writer.object("filename") { $0.member("type", "string") }
        head.writeProperties(&writer)
        writer.object("complete") { $0.member("type", "boolean") }
        Report<Volume>.volumes.writeSchemaMember(&writer)
        Report<Finding>.findings.writeSchemaMember(&writer)
      }
      writer.array("required") { writer in
        head.writeRequired(&writer)
        for name in ["filename", "complete", "volumes", "findings"] { writer.value(name) }
      }
      writer.member("additionalProperties", false)
    }
  }
}

extension PartitionTable {
  /// One line about the table.
  package var summary: String {
    let kind =
      switch scheme {
      case .none: "no partition table"
      case .mbr: "MBR"
      case .gpt: isFromBackup ? "GPT, from its backup" : "GPT"
      case .hybrid:
        isFromBackup ? "GPT, from its backup, with a hybrid MBR" : "GPT with a hybrid MBR"
      case .protective: "an MBR that protects a GPT, which is not there"
      case .unknown: "whether there is a partition table cannot be read"
      }
    guard ![.none, .unknown, .protective].contains(scheme) else { return kind }
    let count = counted(partitions.count, "partition")
    return [kind, identifier, count, "sectors of \(binarySize(sectorSize))"].compactMap { $0 }
      .joined(separator: ", ")
  }
}
