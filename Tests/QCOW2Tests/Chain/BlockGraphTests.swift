import QCOW2
import TestSupport
import Testing

@Suite("Names that describe a block graph")
struct BlockGraphTests {
  /// Whether QEMU finds an object in the name; what it makes of the object is another matter.
  private func isReadByQEMU(_ name: String) throws -> Bool {
    let said = try run("qemu-img", ["info", name]).errors
    return !["JSON parse error", "Invalid JSON object", "JSON value"].contains { said.contains($0) }
  }

  static let names = [
    #"{"driver":"raw","file":{"driver":"file","filename":"/nowhere/base"}}"#, "{'driver':'raw'}",
    "{broken", #"{"driver":"raw",}"#, #"{"a":1} x"#, "[1]", #"{"driver":"r\u0061w"}"#, "{}", "",
    #"{"driver":01}"#, #"{"a":"\x"}"#, #"{"driver" "raw"}"#, #"{"driver":"raw","x":tru}"#,
    #"{"driver":"raw""#, #"{ "a" : -1.5e3 , "b":[1,2,{},[]], "c":null, "d":[true,false] }"#,
    #"{"a":"\u12"}"#, #"{"driver":"raw","driver":"qcow2"}"#, "5", "{\"a\":\"\t\"}", #"{"a":%d}"#,
    #"{"a":1.}"#, #"{"a":1e}"#, #"{"a":+1}"#, #"{"a":.5}"#, #"{"a":"\ud83d\ude42"}"#,
    #"{"a":"\ud83d"}"#, #"{"a":"\ude42"}"#, #"{"a":'it\'s'}"#, #"{"a":"b'c"}"#, "{1:2}",
    #"{"a":1,,"b":2}"#, #"{"a":[1 2]}"#, #"{"a":[1,]}"#, #"{"a":[}]"#, #"{"a":{"b":1]}"#, "{,}",
    "  {\"a\":\n1}\r\n", "{\"a\":1}}", #"{"a":"unended"#, "{'a\":1}", #"{"a":nullx}"#,
  ]

  @Test(arguments: names) func whatIsAnObjectIsThatToQEMU(_ text: String) throws {
    let graph = BlockGraph(Bytes(Array("json:\(text)".utf8)))
    #expect(try (graph.faultyColumn == nil) == isReadByQEMU("json:" + text), "\(graph)")
  }

  @Test(arguments: [
    (
      #"{"driver":"raw","file":{"driver":"file","filename":"base.raw"}}"#,
      "json: driver raw, file base.raw"
    ),
    (#"{"file.filename":"a\u001b[31m","driver":"qcow2"}"#, "json: driver qcow2, file a<1B>[31m"),
    (
      #"{"driver":"qcow2","file":{"driver":"raw","file.filename":"x"}}"#,
      "json: driver qcow2, file x"
    ),
    (#"{"driver":"nbd","host":"h"}"#, "json: driver nbd"),
    (#"{"filename":"f","backing":{"filename":"b"}}"#, "json: no driver named, file f"),
    (#"{"driver":"raw" "file":1}"#, "json: not valid JSON at column 22"),
  ])
  func driverAndFileAreTold(_ text: String, _ expected: String) {
    #expect(BlockGraph(Bytes(Array("json:\(text)".utf8))).description == expected)
  }

  /// Depth costs no stack and ends somewhere.
  @Test func depthHasALimit() {
    for (depth, isRead) in [(63, true), (64, false), (400_000, false)] {
      let text =
        "json:{\"a\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        + "}"
      #expect((BlockGraph(Bytes(Array(text.utf8))).faultyColumn == nil) == isRead)
    }
  }

  @Test func spoiltNamesNeitherTrapNorHang() {
    let whole = Array(Self.names.joined().utf8)
    var generator = SplitMix64(seed: 7)
    for _ in 0..<20_000 {
      let start = Int.random(in: 0..<whole.count - 80, using: &generator)
      var text = Array("json:{".utf8) + whole[start..<start + 80]
      text[Int.random(in: 5..<text.count, using: &generator)] = UInt8.random(
        in: 0...255, using: &generator)
      let graph = BlockGraph(Bytes(text))
      #expect(graph.faultyColumn.map { (6...text.count + 1).contains($0) } ?? true)
    }
  }
}
