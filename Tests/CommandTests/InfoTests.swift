import Foundation
import TestSupport
import Testing

/// `info` says what `qemu-img info` says, field by field.
@Suite struct InfoTests {
  @Test(arguments: Recipe.all)
  func saysWhatQEMUSays(recipe: Recipe) throws {
    let image = try MadeImage(recipe)
    for options in [[], ["--backing-chain"]] {
      let theirs = try succeed("qemu-img", ["info", "--output=json"] + options + [image.path])
      let ours = try qcow2.run(["info", "--output=json"] + options + [image.path])
      #expect(ours.errors == "")
      #expect(try json(ours.output) == json(theirs))
    }
  }

  @Test func namesAreThoseOfTheCommandLine() throws {
    let image = try MadeImage(Recipe.all[0])
    let overlay = image.directory.file("sub/overlay.qcow2")
    try FileManager.default.createDirectory(
      atPath: image.directory.file("sub"), withIntermediateDirectories: false)
    try QEMU.create(overlay, size: "16M", arguments: ["-b", "../disk.qcow2", "-F", "qcow2"])
    let arguments = ["info", "--output=json", "--backing-chain", overlay]
    let theirs = try succeed("qemu-img", arguments)
    let ours = try qcow2.run(arguments + ["--allow-path", image.directory.path])
    #expect(try json(ours.output) == json(theirs))
  }

  @Test func aBackingFileHasTheFormatThatIsStored() throws {
    let directory = try TemporaryDirectory()
    try write([UInt8](repeating: 1, count: 1024), to: directory.file("base"))
    let overlay = directory.file("overlay.qcow2")
    try QEMU.create(overlay, size: "1M", arguments: ["-b", "base", "-F", "file"])
    let arguments = ["info", "--output=json", "--backing-chain", overlay]
    let theirs = try succeed("qemu-img", arguments)
    #expect(try json(qcow2.run(arguments).output) == json(theirs))
  }

  @Test func aBadImageKeepsNoneFromBeingTold() throws {
    let image = try MadeImage(Recipe.all[0])
    let bad = image.directory.file("bad")
    try write(Array("no image".utf8), to: bad)
    let missing = image.directory.file("missing")
    let result = try qcow2.run(["info", "--output=json", bad, image.path, missing, image.path])
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(result.status == 1)
    #expect(lines.count == 4)
    let errors = try lines.map { (try json($0) as? NSDictionary)?["error"] as? String }
    #expect(errors.map { $0 != nil } == [true, false, true, false])
    let theirs = try succeed("qemu-img", ["info", "--output=json", image.path])
    #expect(try json(lines[3]) == json(theirs))
    #expect(result.errors.contains("qcow2: \(bad): not a qcow2 image"))
    #expect(result.errors.contains("qcow2: \(missing): open: No such file or directory"))
  }

  @Test func aClosedBackingFileIsAFailureOfTheChainOnly() throws {
    let image = try MadeImage(Recipe.all[13])
    #expect(image.path.hasSuffix(Recipe.image))
    let one = try qcow2.run(["info", "--no-backing", image.path])
    #expect(one.succeeded)
    let chain = try qcow2.run(["info", "--no-backing", "--backing-chain", image.path])
    #expect(chain.status == 1)
    #expect(chain.errors.contains("--no-backing was given"))
  }
}
