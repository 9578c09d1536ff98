/// Rows of one kind under one title, as text, as JSON and as a schema.
package struct Report<Row> {
  /// The name of the JSON member, and the title over the text table.
  package let name: String
  /// What the rows say.
  package let columns: [Column<Row>]

  /// Declares a report.
  package init(_ name: String, _ columns: [Column<Row>]) {
    self.name = name
    self.columns = columns
  }

  /// Writes a table that is as wide as its rows need; nothing where there are none.
  package func writeText(_ rows: [Row], to output: Output) {
    guard !rows.isEmpty else { return }
    let table = TextTable(columns, fitting: rows)
    output.write(table.heading(output.paint))
    for row in rows { output.write(table.line(row, output.paint)) }
  }

  /// Writes an array of objects as a member of an object.
  package func writeMember(_ rows: [Row], to writer: inout JSONWriter) {
    writer.array(name) { writer in
      for row in rows { writer.row(row, columns) }
    }
  }

  /// Writes the schema of the array as a member of an object.
  package func writeSchemaMember(_ writer: inout JSONWriter) {
    writer.key(name)
    writeSchema(&writer)
  }

  /// Writes the schema of the array.
  package func writeSchema(_ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("type", "array")
      writer.object("items") { writer in
        writer.member("type", "object")
        writer.object("properties") { writeProperties(&$0) }
        writer.array("required") { writeRequired(&$0) }
        writer.member("additionalProperties", false)
      }
    }
  }

  /// Writes the schemas of the columns as members of an object.
  package func writeProperties(_ writer: inout JSONWriter) {
    for column in columns {
      writer.object(column.name) { writer in
        writer.member("type", column.kind.rawValue)
        writer.member("description", column.meaning)
      }
    }
  }

  /// Writes the names of the columns that every row has as elements of an array.
  package func writeRequired(_ writer: inout JSONWriter) {
    for column in columns where !column.isOptional { writer.value(column.name) }
  }
}
