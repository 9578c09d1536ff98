import QCOW2
import Testing

@Suite("Tables for people")
struct TextTableTests {
  private let columns: [Column<String>] = ["ID", "name"].map { heading in
    Column(heading, heading, .text, "a text", value: { .text($0) })
  }

  @Test func oneLongTextDoesNotMakeEveryLineLong() {
    let long = String(repeating: "x", count: 60_000)
    let table = TextTable(columns, fitting: [long, "1"])
    #expect(table.line("1").count < 200)
    #expect(table.line(long) == "\(long)  \(long)\n")
  }

  @Test func textsOfOrdinaryLengthStandInColumns() {
    let table = TextTable(columns, fitting: ["monday", "1"])
    #expect(table.heading == "ID      name\n")
    #expect(table.line("1") == "1       1\n")
  }
}
