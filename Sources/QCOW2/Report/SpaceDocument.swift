/// Where the bytes of a file go: rows, remedies, and what was asked for besides.
package struct SpaceDocument {
  private let name: String
  private let report: CheckReport
  private let ledger: SpaceLedger
  /// How scattered the disk lies, if it was asked for.
  package var fragmentation: Fragmentation?
  /// Clusters that could be holes, if they were looked for.
  package var zeros: ZeroScan?

  /// - Parameters:
  ///   - name: The image as it was named.
  ///   - report: A check that is complete.
  ///   - ledger: Its ledger.
  package init(_ name: String, _ report: CheckReport, _ ledger: SpaceLedger) {
    self.name = name
    self.report = report
    self.ledger = ledger
  }

  private var rows: [NamedRow] {
    ledger.rows.map { NamedRow($0, ledger.fileLength, report.snapshots) }
  }

  private var remedies: [NamedRemedy] {
    let word = shellWord(Array(name.utf8))
    return ledger.remedies.map {
      NamedRemedy(
        remedy: $0,
        command: $0.command(
          word, snapshots: report.snapshots, bitmaps: report.bitmaps,
          fileLength: ledger.fileLength))
    }
  }

  /// Writes the tables.
  package func writeText(to output: Output) {
    var head = "\(binarySize(ledger.fileLength)) (\(ledger.fileLength) bytes) long"
    if let allocated = ledger.allocatedBytes { head += ", \(binarySize(allocated)) on the disk" }
    let title = escaped(name)
    let isShort = title.count + 2 + head.count <= screenColumns
    output.write("\(title):\(isShort ? " " : "\n  ")\(head)\n")
    if report.isLive { output.write("\(output.paint(CheckText.live, .doubt))\n") }
    output.write("\n")
    Report<NamedRow>.ledger.writeText(rows, to: output)
    if let zeros {
      output.write(
        wrapped(
          "\nof the guest data \(binarySize(zeros.zeroBytes)) in "
            + "\(counted(zeros.zeroClusters, "cluster holds", "clusters hold")) zeros only\n"))
    }
    if !remedies.isEmpty { output.write("\n") }
    Report<NamedRemedy>.remedies.writeText(remedies, to: output)
    if let fragmentation { FragmentationText(fragmentation).write(to: output) }
  }

  /// Writes an object.
  package func write(_ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("filename", name)
      writer.member("file-length", ledger.fileLength)
      if let allocated = ledger.allocatedBytes { writer.member("allocated-bytes", allocated) }
      writer.member("live", report.isLive)
      Report<NamedRow>.ledger.writeMember(rows, to: &writer)
      Report<NamedRemedy>.remedies.writeMember(remedies, to: &writer)
      if let zeros {
        writer.object("zeros") { $0.members(zeros, Report<ZeroScan>.zeros.columns) }
      }
      guard let fragmentation else { return }
      writer.object("fragmentation") { writer in
        writer.members(fragmentation, Report<Fragmentation>.fragmentation.columns)
        Report<NamedBucket>.sizes.writeMember(
          NamedBucket.all(fragmentation.sizes), to: &writer)
        Report<NamedBucket>.distances.writeMember(
          NamedBucket.all(fragmentation.distances), to: &writer)
      }
    }
  }
}

extension SpaceDocument {
  /// Writes the schema of the object.
  package static func writeSchema(_ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("type", "object")
      writer.object("properties") { writer in
        writer.object("filename") { $0.member("type", "string") }
        writer.object("file-length") { $0.member("type", "integer") }
        writer.object("allocated-bytes") { $0.member("type", "integer") }
        writer.object("live") { $0.member("type", "boolean") }
        Report<NamedRow>.ledger.writeSchemaMember(&writer)
        Report<NamedRemedy>.remedies.writeSchemaMember(&writer)
        writer.key("zeros")
        writeSchema(Report<ZeroScan>.zeros, &writer) { _ in
        } required: { _ in
        }
        writer.key("fragmentation")
        writeSchema(Report<Fragmentation>.fragmentation, &writer) { writer in
          Report<NamedBucket>.sizes.writeSchemaMember(&writer)
          Report<NamedBucket>.distances.writeSchemaMember(&writer)
        } required: { writer in
          writer.value(Report<NamedBucket>.sizes.name)
          writer.value(Report<NamedBucket>.distances.name)
        }
      }
      writer.array("required") { writer in
        for name in ["filename", "file-length", "live", "owners", "remedies"] { writer.value(name) }
      }
      writer.member("additionalProperties", false)
    }
  }

  private static func writeSchema<Row>(
    _ report: Report<Row>, _ writer: inout JSONWriter,
    _ more: (inout JSONWriter) -> Void, required: (inout JSONWriter) -> Void
  ) {
    writer.object { writer in
      writer.member("type", "object")
      writer.object("properties") { writer in
        report.writeProperties(&writer)
        more(&writer)
      }
      writer.array("required") { writer in
        report.writeRequired(&writer)
        required(&writer)
      }
      writer.member("additionalProperties", false)
    }
  }
}
