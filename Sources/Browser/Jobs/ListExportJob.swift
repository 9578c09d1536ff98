internal import QCOW2
internal import SystemPackage

/// The rows of a list as they are shown.
package struct ListText: Equatable, Sendable {
  /// One cell: its text and, where it stands for one, the exact number.
  package struct Cell: Equatable, Sendable {
    let text: String
    let number: UInt64?
  }

  let title: String
  let headings: [String]
  let rows: [[Cell]]
}

/// Writes a list to a new file: as JSON where its name ends like that, else as text.
struct ListExportJob: Sendable {
  private let list: ListText
  private let path: FilePath

  init(_ list: ListText, to path: FilePath) { (self.list, self.path) = (list, path) }

  func run(_ cancellation: Cancellation, _ post: Jobs.Post) {
    let isJSON = path.extension?.lowercased() == "json"
    let problem = NewFile.write(path) { output in
      if isJSON { writeJSON(output) } else { writeText(output) }
      return true
    }
    let rows = counted(UInt64(list.rows.count), "row", "rows")
    post(
      .told(
        .export, problem == nil ? .done : .failed,
        problem ?? "\(path.displayed) has \(rows) of the list \(list.title)"))
  }

  private func writeJSON(_ output: Output) {
    var writer = JSONWriter(output, .indented)
    writer.object { writer in
      writer.array(list.title.lowercased()) { writer in
        for row in list.rows {
          writer.object { writer in
            for (heading, cell) in zip(list.headings, row) where !cell.text.isEmpty {
              if let number = cell.number {
                writer.member(heading, number)
              } else {
                writer.member(heading, cell.text)
              }
            }
          }
        }
      }
    }
    writer.finish()
  }

  private func writeText(_ output: Output) {
    let widths = list.headings.indices.map { index in
      list.rows.reduce(list.headings[index].count) { max($0, $1[index].text.count) }
    }
    output.write(line(list.headings, widths))
    for row in list.rows { output.write(line(row.map(\.text), widths)) }
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = zip(cells, widths).map { cell, width in
      cell + String(repeating: " ", count: width - cell.count)
    }
    return padded.joined(separator: "  ").trimmingEnd + "\n"
  }
}

extension String {
  fileprivate var trimmingEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
