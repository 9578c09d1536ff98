import Foundation
import TestSupport
import Testing

/// What is understood without the parser of arguments is answered as with it.
@Suite struct PlainCallTests {
  /// Each call, and the same in a form that only the parser understands.
  private static func forms(_ verb: String, _ files: [String]) -> [(
    plain: [String], parsed: [String]
  )] {
    [
      ([verb] + files, [verb, "--"] + files),
      ([verb, "--output=human"] + files, [verb, "--output", "human"] + files),
      ([verb, "--output=json"] + files, [verb, "--output", "json", "--"] + files),
      ([verb] + files + ["--output=json"], [verb] + files + ["--output", "json"]),
    ]
  }

  @Test(arguments: ["check", "info", "map"])
  func answersAsTheParsedCallDoes(verb: String) throws {
    let image = try MadeImage(Recipe.all[0])
    let bad = image.directory.file("bad")
    try write(Array("no image".utf8), to: bad)
    let leaking = image.directory.file("leaking")
    try QEMU.create(leaking, size: "1M", arguments: [])
    // The count of cluster 6, to which nothing refers.
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: leaking)))
    bytes += [UInt8](repeating: 0, count: 7 * 65536 - bytes.count)
    bytes[2 * 65536 + 2 * 6 + 1] = 1
    try write(bytes, to: leaking)
    let several = verb == "map" ? [] : [[image.path, bad, leaking]]
    for files in [[image.path], [bad], [leaking], ["missing"]] + several {
      for form in Self.forms(verb, files) {
        let plain = try qcow2.run(form.plain)
        let parsed = try qcow2.run(form.parsed)
        #expect(plain.status == parsed.status, "\(form)")
        #expect(plain.output == parsed.output, "\(form)")
        #expect(plain.errors == parsed.errors, "\(form)")
      }
    }
    #expect(try qcow2.run([verb, image.path]).output != "")
    #expect(try qcow2.run([verb, leaking]).status == (verb == "check" ? 3 : 0))
  }

  @Test(arguments: [
    ["check"], ["map", "a", "b"], ["info", "--output=xml", "a"], ["info", "--unknown", "a"],
  ])
  func mistakesAreTheParsers(arguments: [String]) throws {
    let result = try qcow2.run(arguments)
    #expect(result.status == 64)
    #expect(result.errors.contains("Usage: qcow2 \(arguments[0])"))
  }
}
