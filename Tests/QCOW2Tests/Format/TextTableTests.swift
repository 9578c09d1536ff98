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
    #expect(table.line(long) == "\(long)\n    \(long)\n")
  }

  @Test func textsOfOrdinaryLengthStandInColumns() {
    let table = TextTable(columns, fitting: ["monday", "1"])
    #expect(table.heading() == "ID      name\n")
    #expect(table.line("1") == "1       1\n")
  }

  /// Names stay whole, for they are to be copied; sentences are broken, but not where a name within
  /// them could lose a space.
  @Test func whatIsTooLongGoesOnBelow() {
    let words = (1...30).map { "word\($0)" }.joined(separator: " ") + " two  spaces"
    func table(isSentence: Bool, at place: Int) -> TextTable<String> {
      TextTable(
        [
          Column(
            "a", String(repeating: "-", count: place - 2), .text, "a", value: { _ in .text("x") }),
          Column("b", "b", .text, isSentence: isSentence, "b", value: { .text($0) }),
        ], widths: [:])
    }
    let whole = table(isSentence: false, at: 10).line(words)
    #expect(whole == "x\n    \(words)\n")
    for place in [10, 50, 60] {
      let broken = table(isSentence: true, at: place).line(words).dropLast()
      let lines = broken.split(separator: "\n", omittingEmptySubsequences: false)
      let indent = place <= 50 ? place : 4
      #expect(lines.allSatisfy { $0.count <= 80 })
      #expect(lines.dropFirst().allSatisfy { $0.prefix { $0 == " " }.count == indent })
      #expect(lines[0].count > 1 || indent == 4)
      let parts = lines.map { $0.drop { $0 == " " } }.joined(separator: " ")
      #expect(parts.hasSuffix(words))
    }
  }
}
