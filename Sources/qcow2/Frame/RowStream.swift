import QCOW2

/// Writes rows as they come, so that the first is there before the last is known.
struct RowStream<Row> {
  private let report: Report<Row>
  private let widths: [String: Int]

  /// - Parameters:
  ///   - report: What the rows are.
  ///   - widths: The widths of the text columns, by heading.
  init(_ report: Report<Row>, widths: [String: Int]) {
    self.report = report
    self.widths = widths
  }

  /// Writes rows until there are no more, nobody reads them or ^C was typed.
  func write(_ rows: some Sequence<Row>, _ format: OutputFormat, to output: Output) {
    switch format {
    case .human:
      let table = TextTable(report.columns, widths: widths)
      output.write(table.heading)
      for row in rows {
        output.write(table.line(row))
        if output.failure != nil { return }
      }
    case .json:
      output.write("[")
      var writer = JSONWriter(output, .line)
      var isFirst = true
      for row in rows {
        output.write(isFirst ? "" : ",\n")
        isFirst = false
        writer.row(row, report.columns)
        if output.failure != nil { return }
      }
      if !Interruption.cancellation.isCancelled { output.write("]\n") }
    }
  }
}
