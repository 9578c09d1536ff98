/// Everything the header cluster says, as tables.
package struct HeaderDocument {
  private let inspection: Inspection

  /// Takes what is known.
  package init(_ inspection: Inspection) { self.inspection = inspection }

  private var fields: [(field: Field, value: UInt64)] {
    inspection.header.fields.map { ($0, inspection.header[$0]) }
  }

  /// Writes the tables that have rows, one below the other.
  package func writeText(to output: Output) {
    Report<(field: Field, value: UInt64)>.fields.writeText(fields, to: output)
    output.write("\n")
    Report<FeatureStatus>.features.writeText(inspection.features, to: output)
    if !inspection.extensions.isEmpty { output.write("\n") }
    Report<HeaderExtension>.extensions.writeText(inspection.extensions, to: output)
    if !inspection.findings.isEmpty { output.write("\n") }
    Report<Finding>.findings.writeText(inspection.findings, to: output)
  }

  /// Writes an object with a member for each table.
  package func write(_ writer: inout JSONWriter) {
    writer.object { writer in
      Report<(field: Field, value: UInt64)>.fields.writeMember(fields, to: &writer)
      Report<FeatureStatus>.features.writeMember(inspection.features, to: &writer)
      Report<HeaderExtension>.extensions.writeMember(inspection.extensions, to: &writer)
      Report<Finding>.findings.writeMember(inspection.findings, to: &writer)
    }
  }

  /// Writes the schema of that object.
  package static func writeSchema(_ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("type", "object")
      writer.object("properties") { writer in
        Report<(field: Field, value: UInt64)>.fields.writeSchemaMember(&writer)
        Report<FeatureStatus>.features.writeSchemaMember(&writer)
        Report<HeaderExtension>.extensions.writeSchemaMember(&writer)
        Report<Finding>.findings.writeSchemaMember(&writer)
      }
      writer.array("required") { writer in
        for name in ["fields", "features", "extensions", "findings"] { writer.value(name) }
      }
      writer.member("additionalProperties", false)
    }
  }
}
