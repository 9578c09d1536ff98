import Foundation
import TestSupport
import Testing

/// `chain` tells every file, what it is and why it is closed.
@Suite struct ChainTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func overlay(_ name: String, _ backing: String, _ format: String) throws {
    try QEMU.create(
      directory.file(name), size: "1M", arguments: ["-u", "-b", backing, "-F", format])
  }

  private func chain(_ name: String) throws -> (rows: [NSDictionary], text: CommandResult) {
    let path = directory.file(name)
    let rows = try json(qcow2.run(["chain", path, "--output=json"]).output)
    return (try #require(rows as? [NSDictionary]), try qcow2.run(["chain", path]))
  }

  @Test func dataFilesFollowTheirImages() throws {
    let base = directory.file("base")
    let data = directory.file("base.data")
    try QEMU.create(base, size: "1M", options: ["data_file=\(data)"])
    try overlay("top", "base", "qcow2")
    let (rows, text) = try chain("top")
    #expect(text.succeeded && text.errors == "")
    #expect(rows.map { $0["layer"] as? Int } == [0, 1, 1])
    #expect(rows.map { $0["data-file"] as? Bool } == [false, false, true])
    #expect(rows.map { $0["state"] as? String } == ["open", "open", "open"])
    #expect(rows.last?["name"] as? String == data)
    let names = ["top", "base", "base.data"]
    let lengths = try names.map { try contents(of: directory.file($0)).count }
    #expect(rows.map { $0["file-length"] as? Int } == lengths)
    #expect(text.output.contains("data: \(data)"))
    remove(data)
    let (closed, said) = try chain("top")
    #expect(closed.last?["open"] as? Bool == false)
    #expect(closed.last?["reason"] as? String == "there is no file \(data)")
    #expect(said.status == 1)
    // The sentence may go on below.
    #expect(said.output.contains(#/there is no file\s+\/\S+base\.data\n/#))
  }

  @Test func loopsAndGuessesAreSaid() throws {
    try overlay("a", "b", "qcow2")
    try overlay("b", "a", "qcow2")
    let (rows, text) = try chain("a")
    #expect(rows.map { $0["state"] as? String } == ["open", "open", "loop"])
    #expect(text.output.contains("comes back to the file of layer 0"))
    #expect(text.status == 1)
    var image = try ImageBytes(contentsOf: directory.file("a"))
    let magic = try #require(image.bytes.firstRange(of: [0xe2, 0x79, 0x2a, 0xca])).lowerBound
    image.store(0x1234_5678, at: magic, width: 4)
    try write(image.bytes, to: directory.file("a"))
    #expect(try chain("a").text.output.contains("qcow2, guessed"))
  }

  /// Names of block graphs are told as far as they can be read.
  @Test func blockGraphsAreShown() throws {
    try overlay("top", #"json:{"driver":"raw","file":{"driver":"file","filename":"b"}}"#, "raw")
    #expect(try chain("top").text.output.contains("json: driver raw, file b; block graphs"))
    try overlay("broken", "json:{broken", "raw")
    #expect(try chain("broken").text.output.contains("json: not valid JSON at column 7"))
  }

  /// What QEMU may take for another disk is said by every verb that opens the chain.
  @Test func aGuessThatMayBeWrongIsSaid() throws {
    try succeed("qemu-img", ["create", "-q", "-f", "vmdk", directory.file("base"), "1M"])
    try overlay("top", "base", "vmdk")
    var image = try ImageBytes(contentsOf: directory.file("top"))
    let magic = try #require(image.bytes.firstRange(of: [0xe2, 0x79, 0x2a, 0xca])).lowerBound
    image.store(0x1234_5678, at: magic, width: 4)
    try write(image.bytes, to: directory.file("top"))
    for verb in [["chain"], ["info"], ["map"], ["read", "--count", "1"]] {
      let result = try qcow2.run([verb[0], directory.file("top")] + verb.dropFirst())
      #expect(result.succeeded)
      #expect(result.errors.split(separator: "\n").count == 1)
      #expect(result.errors.contains("begins like vmdk (KDMV)"), "\(verb)")
    }
  }
}
