extension Report {
  /// Writes a row that is the whole answer as an object.
  package func writeObject(_ row: Row, _ writer: inout JSONWriter) { writer.row(row, columns) }

  /// Writes the schema of such an object.
  package func writeObjectSchema(_ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("type", "object")
      writer.object("properties") { writeProperties(&$0) }
      writer.array("required") { writeRequired(&$0) }
      writer.member("additionalProperties", false)
    }
  }
}
