import Foundation
import TestSupport
import Testing

/// `export` within a file system whose files can share blocks takes no room for what the image has as
/// the guest does.
@Suite(.enabled(if: SharingFileSystem.isPossible)) struct SharingTests {
  let fileSystem: SharingFileSystem

  init() throws { fileSystem = try SharingFileSystem() }

  private func export(_ image: String, _ options: [String] = []) throws -> [String: Any] {
    let (raw, copy) = (fileSystem.file("raw"), fileSystem.file("copy"))
    try succeed("qemu-img", ["convert", "-q", "-O", "raw", image, raw])
    let result = try qcow2.run(
      ["export", "--verify", "--output=json", image, copy] + options)
    #expect(result.errors == "")
    #expect(try run("cmp", ["-s", raw, copy]).succeeded)
    return try #require(try json(result.output) as? [String: Any])
  }

  @Test func dataTakesNoRoom() throws {
    let image = fileSystem.file("disk.qcow2")
    try QEMU.create(image, size: "100M")
    try QEMU.io(
      image, ["write -P 1 1M 40M", "write -P 2 60M 8k", "write -z 70M 4M", "write -P 3 90M 10M"])
    let copy = fileSystem.file("alone")
    let before = try fileSystem.used()
    #expect(try qcow2.run(["export", image, copy]).succeeded)
    #expect(try fileSystem.used() - before < 2 << 20)
    let answer = try export(image)
    #expect(answer["shared"] as? Int == 50 << 20)
    #expect(answer["written"] as? Int == 8 << 10)
    // What the copy is written over leaves the image as it is.
    let whole = try contents(of: image)
    try succeed(
      "dd", ["if=/dev/urandom", "of=" + copy, "bs=1M", "count=100", "conv=notrunc", "status=none"])
    #expect(try contents(of: image) == whole)
  }

  @Test func eachLayerSharesItsOwn() throws {
    let (base, image) = (fileSystem.file("base.qcow2"), fileSystem.file("top.qcow2"))
    try QEMU.create(base, size: "32M")
    try QEMU.io(base, ["write -P 1 0 16M"])
    try succeed(
      "qemu-img", ["create", "-q", "-f", "qcow2", "-b", base, "-F", "qcow2", image, "48M"])
    try QEMU.io(image, ["write -P 2 4M 4M", "write -P 3 20M 2M"])
    #expect(try export(image)["shared"] as? Int == 18 << 20)
  }

  @Test func whatIsCompressedIsWritten() throws {
    let (raw, image) = (fileSystem.file("source"), fileSystem.file("disk.qcow2"))
    try write([UInt8](repeating: 7, count: 8 << 20), to: raw)
    try succeed("qemu-img", ["convert", "-c", "-O", "qcow2", "-f", "raw", raw, image])
    let answer = try export(image)
    #expect(answer["shared"] as? Int == 0)
    #expect(answer["written"] as? Int == 8 << 20)
  }

  @Test func anotherFileSystemIsWrittenTo() throws {
    let image = fileSystem.file("disk.qcow2")
    try QEMU.create(image, size: "8M")
    try QEMU.io(image, ["write -P 1 0 4M"])
    let directory = try TemporaryDirectory()
    let copy = directory.file("copy")
    let result = try qcow2.run(["export", "--verify", image, copy])
    #expect(result.output == "\(copy): 8 MiB disk, 4 MiB written, verified\n")
  }
}
