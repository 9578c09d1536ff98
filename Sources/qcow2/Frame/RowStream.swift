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
    var writer = writer(format, to: output)
    writer.begin()
    for row in rows {
      writer.add(row)
      if output.failure != nil { return }
    }
    writer.finish()
  }

  /// Writes rows that are found by something that does not stop for them.
  func writer(_ format: OutputFormat, to output: Output) -> RowWriter<Row> {
    RowWriter(report, TextTable(report.columns, widths: widths), format, to: output)
  }
}

/// Writes one row after the other.
struct RowWriter<Row> {
  /// How many rows were written.
  private(set) var count = 0
  private let report: Report<Row>
  private let table: TextTable<Row>
  private let format: OutputFormat
  private let output: Output
  private var json: JSONWriter
  private var hasBegun = false

  init(
    _ report: Report<Row>, _ table: TextTable<Row>, _ format: OutputFormat, to output: Output
  ) {
    self.report = report
    self.table = table
    self.format = format
    self.output = output
    json = JSONWriter(output, .line)
  }

  /// Writes what comes before the rows; without this it is written with the first of them.
  mutating func begin() {
    output.write(format == .human ? table.heading(output.paint) : "[")
    hasBegun = true
  }

  /// Writes a row.
  mutating func add(_ row: Row) {
    if !hasBegun { begin() }
    switch format {
    case .human: output.write(table.line(row, output.paint))
    case .json:
      output.write(count == 0 ? "" : ",\n")
      json.row(row, report.columns)
    }
    count += 1
  }

  /// Writes what comes after the rows, unless ^C kept some away.
  mutating func finish() {
    guard format == .json, !Interruption.cancellation.isCancelled else { return }
    if !hasBegun { begin() }
    output.write("]\n")
  }
}
