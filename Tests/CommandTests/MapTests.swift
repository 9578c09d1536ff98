import TestSupport
import Testing

/// `map` prints what `qemu-img map` prints.
@Suite struct MapTests {
  @Test(arguments: Recipe.all)
  func printsWhatQEMUPrints(recipe: Recipe) throws {
    let image = try MadeImage(recipe)
    let theirs = try succeed("qemu-img", ["map", "--output=json"] + image.forQEMU)
    let ours = try qcow2.run(["map", "--output=json"] + image.forUs)
    #expect(ours.errors == "")
    let same = ours.output == theirs
    #expect(same, "\(ours.output.prefix(2000))")
  }

  @Test func aRangeIsCutOut() throws {
    let image = try MadeImage(Recipe.all[0])
    let range = ["-s", "1M", "-l", "4M"]
    let theirs = try succeed("qemu-img", ["map", "--output=json"] + range + image.forQEMU)
    let ours = try qcow2.run(
      ["map", "--output=json", image.path, "--at", "1M", "--count", "4M"])
    let same = ours.output == theirs
    #expect(same, "\(ours.output.prefix(2000))")
  }

  /// 512-byte clusters make of a small disk many parts, whose maps are made apart and joined: runs that
  /// go over the cuts, end at one, and begin at one.
  @Test(arguments: [[], ["-s", "3M", "-l", "9M"], ["-s", "2M", "-l", "512"]])
  func partsAreJoined(range: [String]) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    try succeed("qemu-img", ["create", "-q", "-f", "qcow2", "-o", "cluster_size=512", path, "64M"])
    try QEMU.io(
      path,
      [
        "write 1M 3M", "write -z 4M 2M", "write 6M 2M", "write 8M 512", "write 9M 1M",
        "write 10485248 1k", "write -z 33553920 1k", "write 40M 24M",
      ])
    let theirs = try succeed("qemu-img", ["map", "--output=json"] + range + [path])
    let ours = try qcow2.run(
      ["map", "--output=json", path]
        + range.map { ["-s": "--at", "-l": "--count"][$0] ?? $0 })
    #expect(ours.output == theirs)
  }

  @Test(arguments: Recipe.all.filter { !["deflate", "zstd", "LUKS"].contains($0.testDescription) })
  func textHasQEMUsRows(recipe: Recipe) throws {
    let image = try MadeImage(recipe)
    let fields = { (text: String) in text.split(separator: "\n").map { $0.split(separator: " ") } }
    let theirs = fields(try succeed("qemu-img", ["map"] + image.forQEMU)).dropFirst()
    let ours = fields(try qcow2.run(["map", image.path]).output).dropFirst()
    // QEMU writes zero without its prefix.
    #expect(ours.map { $0.map { $0 == "0x0" ? "0" : $0 } } == theirs.map { $0 })
  }

  @Test func whatIsBrokenIsNothingThatQEMUKnows() throws {
    let image = try MadeImage(Recipe.all[0])
    var bytes = try ImageBytes(contentsOf: image.path)
    // An L2 entry that points between two clusters.
    let table = bytes.l2Table(0)
    bytes.store(0x8000_0000_0005_0200, at: table, width: 8)
    try write(bytes.bytes, to: image.path)
    let ours = try qcow2.run(["map", "--output=json", image.path])
    #expect(ours.status == 1)
    #expect(
      ours.output.hasPrefix(
        """
        [{ "start": 0, "length": 65536, "depth": 0, "present": false, "zero": false, "data": false},
        """))
    #expect(ours.errors == "qcow2: \(image.path): 1 range cannot be told: the tables are broken\n")
  }
}
