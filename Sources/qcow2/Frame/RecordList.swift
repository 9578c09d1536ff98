import QCOW2
import SystemPackage

/// Writes records that are all known, with what is wrong with their table.
struct RecordList<Row> {
  private let report: Report<Row>

  init(_ report: Report<Row>) { self.report = report }

  /// Writes the records.
  ///
  /// - Throws: `Failure` where the table is broken, after what could be read of it.
  func write(
    _ rows: [Row], _ findings: [Finding], of image: FilePath, _ format: OutputFormat,
    to output: Output
  ) throws(Failure) {
    switch format {
    case .human: report.writeText(rows, to: output)
    case .json: RowStream(report, widths: [:]).write(rows, .json, to: output)
    }
    for finding in findings.dropLast() { Complaint.say(Failure(image.displayed, finding.message)) }
    if let last = findings.last { throw Failure(image.displayed, last.message) }
  }
}
