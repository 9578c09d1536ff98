import TestSupport
import Testing

/// `hash` prints what `sha256sum` prints for the same bytes.
@Suite struct HashTests {
  /// All but the one of 64 TiB, which takes hours, and that without a byte.
  static let recipes = Recipe.all.filter {
    !["empty and huge", "no disk"].contains($0.testDescription)
  }

  /// The digest of a raw file, or of a part of it.
  private func digest(of raw: String, at start: Int? = nil, count: Int? = nil) throws -> Substring {
    var command = "cat \"$0\""
    if let start { command += " | tail -c +\(start + 1)" }
    if let count { command += " | head -c \(count)" }
    return try succeed("bash", ["-c", command + " | sha256sum", raw]).prefix(64)
  }

  @Test(arguments: recipes)
  func isThatOfQEMUsBytes(recipe: Recipe) throws {
    let image = try MadeImage(recipe)
    let raw = image.directory.file("raw")
    try succeed("qemu-img", ["convert", "-q", "-O", "raw"] + image.forQEMU + [raw])
    let whole = try qcow2.run(["hash"] + image.forUs)
    #expect(whole.output == (try digest(of: raw)) + "  \(image.path)\n")
    #expect(whole.errors == "")
    let part = try qcow2.run(["hash"] + image.forUs + ["--at", "1M-100", "--count", "1000001"])
    #expect(
      part.output.prefix(64) == (try digest(of: raw, at: (1 << 20) - 100, count: 1_000_001)))
  }

  @Test func snapshotsHaveTheirOwn() throws {
    let image = try MadeImage(Recipe.all[16])
    let raw = image.directory.file("raw")
    try succeed(
      "qemu-img",
      ["convert", "-q", "-l", "snapshot.name=before", "-O", "raw"] + image.forQEMU + [raw])
    let ours = try qcow2.run(["hash", image.path, "--snapshot", "before", "--output=json"])
    let answer = try #require(try json(ours.output) as? [String: Any])
    #expect(answer["sha256"] as? String == String(try digest(of: raw)))
    #expect(answer["length"] as? Int == 16 << 20)
  }

  @Test(arguments: ["a\\b.qcow2", "a\nb.qcow2"])
  func namesAreEscapedAsSha256sumDoes(name: String) throws {
    let image = try MadeImage(Recipe.all[0])
    let place = image.directory.file(name)
    try copy(image.path, to: place)
    let theirs = try succeed("sha256sum", [place])
    let ours = try qcow2.run(["hash", place])
    #expect(ours.output.dropFirst(65) == theirs.dropFirst(65))
    #expect(ours.output.first == theirs.first)
  }

  @Test func whatCannotBeReadHasNone() throws {
    let image = try MadeImage(Recipe.all[0])
    var bytes = try ImageBytes(contentsOf: image.path)
    bytes.store(0x8000_0000_0005_0200, at: bytes.l2Table(0), width: 8)
    try write(bytes.bytes, to: image.path)
    let result = try qcow2.run(["hash", image.path])
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.contains("guest 0x0: the L2 entry points at 0x50200"))
  }
}
