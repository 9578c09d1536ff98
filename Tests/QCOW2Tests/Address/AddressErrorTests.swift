import QCOW2
import Testing

/// Where an expression is wrong and what is said about it.
@Suite struct AddressErrorTests {
  private let world: AddressWorld

  init() throws { world = try AddressWorld() }

  @Test(
    arguments: [
      ("", 0, "type an offset"), ("   ", 3, "type an offset"),
      ("12q", 2, "unknown unit 'q'"), ("0x10s", 4, "unit"), ("1#", 2, "expected a unit"),
      ("1+", 2, "expected a number"), ("*5", 0, "expected a number, found '*'"),
      ("5 5", 2, "expected an operator, found '5'"), ("$$", 1, "expected an operator"),
      ("(5", 2, "expected ')'"), ("5)", 1, "expected an operator, found ')'"),
      ("()", 1, "expected a number, found ')'"), ("x", 0, "expected a number, found 'x'"),
    ])
  func syntax(text: String, column: Int, message: String) { expect(text, column, message) }

  @Test(
    arguments: [
      ("10G+1", 0, "past the end of the disk at 0x280000000"),
      ("18446744073709551616", 0, "past the end"), ("0-1", 0, "before the start"),
      ("-74566", 0, "before the start"), ("~0", 0, "before the start"),
      ("1/0", 1, "division by zero"), ("101%", 3, "0 to 100"),
      ("1<<64", 3, "0 to 63"), ("1>>64", 3, "0 to 63"), ("1<<(0-1)", 3, "0 to 63"),
      ("1G*1G*1G*1G", 8, "too large"),
      ("99999999999999999999999999999999999999999", 0, "too large"),
    ])
  func ranges(text: String, column: Int, message: String) { expect(text, column, message) }

  @Test(
    arguments: [
      ("L1[20]", 3, "L1 has the entries 0 to 19"), ("L1[0-1]", 3, "0 to 19"),
      ("L1[0].L2[8192]", 9, "L2 has the entries 0 to 8191"), ("L1[1", 4, "expected ']'"),
      ("L1[", 3, "expected a number"), ("'z", 1, "mark 'z' is not set"),
      ("'", 1, "expected the letter of a mark"), ("p9", 0, "partitions: p1 p2"),
      ("@snap", 0, "@ names a snapshot"), ("align(5,0)", 8, "1 or more"),
      ("align(5)", 7, "expected ','"), ("align(5,4", 9, "expected ')'"),
      ("h:", 2, "expected a number"), ("h:-1", 0, "host offsets go from 0"),
      ("h:0x8000000000000000", 0, "host offsets go from 0"),
    ])
  func names(text: String, column: Int, message: String) { expect(text, column, message) }

  @Test func aDiskWithoutPartitionsSaysSo() {
    var bare = world
    bare.context.partitions = [:]
    #expect(bare.fault("p1")?.message == "there is no partition table")
  }

  @Test func nestingHasALimit() throws {
    let nested = { String(repeating: "(", count: $0) + "5" + String(repeating: ")", count: $0) }
    #expect(try world.parse(nested(31)) == .guest(GuestOffset(5)))
    #expect(world.fault(nested(32))?.message == "nested too deeply")
    #expect(world.fault(nested(100_000))?.message == "nested too deeply")
    for opening in ["align(", "L1[", "lba:", "~", "-", "(1+"] {
      let text = String(repeating: opening, count: 10_000)
      #expect(world.fault(text)?.message == "nested too deeply", "of \(opening)")
    }
  }

  private func expect(_ text: String, _ column: Int, _ message: String) {
    let fault = world.fault(text)
    #expect(fault?.column == column)
    #expect(fault?.message.contains(message) == true, "says \(fault?.message ?? "nothing")")
  }
}
