import TestSupport
import Testing

/// `compare` ends as `qemu-img compare` does, and lists what differs.
@Suite struct CompareTests {
  /// What is written to the disk of an image, which has 16 MiB unless said otherwise.
  static let disks: [String: (size: String, commands: [String])] = [
    "a": ("16M", ["write -P 65 1M 5M"]), "same": ("16M", ["write -P 65 1M 5M"]),
    "changed": ("16M", ["write -P 65 1M 5M", "write -P 1 3M 512"]),
    "zeros": ("16M", ["write -P 65 1M 5M", "write -P 0 8M 1M"]),
    "holes": ("16M", ["write -P 65 1M 5M", "write -z 8M 1M"]), "empty": ("16M", []),
    "compressed": ("16M", ["write -c -P 65 1M 5M"]),
    "longer": ("20M", ["write -P 65 1M 5M"]),
    "fuller": ("20M", ["write -P 65 1M 5M", "write -P 3 19M 64k"]),
  ]

  private func make(_ name: String, in directory: TemporaryDirectory) throws -> String {
    let path = directory.file(name)
    let disk = try #require(Self.disks[name])
    try QEMU.create(path, size: disk.size)
    if !disk.commands.isEmpty { try QEMU.io(path, disk.commands) }
    return path
  }

  @Test(arguments: disks.keys.sorted())
  func endsAsQEMUDoes(name: String) throws {
    let directory = try TemporaryDirectory()
    let paths = [try make("a", in: directory), name == "a" ? "" : try make(name, in: directory)]
      .filter { !$0.isEmpty }
    let pair = [paths[0], paths.last ?? ""]
    for order in [pair, pair.reversed()] {
      for strict in [false, true] {
        let theirs = try run("qemu-img", ["compare"] + (strict ? ["-s"] : []) + order)
        let ours = try qcow2.run(["compare"] + (strict ? ["--strict"] : []) + order)
        #expect(ours.status == theirs.status)
        #expect((ours.output == "Images are identical.\n") == (theirs.status == 0))
        let quiet = try qcow2.run(["compare", "--quiet"] + (strict ? ["--strict"] : []) + order)
        #expect(quiet.status == theirs.status)
        #expect(quiet.output + quiet.errors == "")
      }
    }
  }

  /// The first bytes and the lengths of what differs.
  private func differences(_ arguments: [String]) throws -> [[Int]] {
    let result = try qcow2.run(["compare", "--output=json"] + arguments)
    let rows = try #require(try json(result.output) as? [[String: Int]])
    #expect(result.status == (rows.isEmpty ? 0 : 1))
    return rows.map { [$0["start"] ?? -1, $0["length"] ?? -1] }
  }

  @Test func listsTheSectorsThatDiffer() throws {
    let directory = try TemporaryDirectory()
    let first = try make("a", in: directory)
    let second = try make("same", in: directory)
    #expect(try differences([first, second]) == [])
    // Beside one another, across a stretch that is read at once, alone, and where the first has none.
    try QEMU.io(
      second,
      [
        "write -P 1 1536k 512", "write -P 2 1573376 512", "write -P 3 2096640 1k",
        "write -P 4 10M 64k",
      ])
    let expected = [
      [1536 << 10, 1024], [2_096_640, 1024], [10 << 20, 64 << 10],
    ]
    #expect(try differences([first, second]) == expected)
    #expect(try differences([second, first]) == expected)
  }

  @Test(arguments: [["--snapshot-a", "before"], ["--snapshot-a", "1", "--snapshot-b", "after"]])
  func snapshotsAreCompared(options: [String]) throws {
    let image = try MadeImage(Recipe.all[16])
    #expect(try differences([image.path] + options) == [[512 << 10, 1 << 20]])
    #expect(try differences([image.path, "--snapshot-b", "after"]) == [])
    #expect(try qcow2.run(["compare", image.path]).status == 64)
  }

  @Test func whatIsSharedIsNotRead() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("shared.qcow2")
    try QEMU.create(path, size: "16M")
    try QEMU.io(path, ["write -c -P 65 0 128k"])
    try succeed("qemu-img", ["snapshot", "-c", "before", path])
    var bytes = try ImageBytes(contentsOf: path)
    // The streams are broken, so that nobody can read them.
    let place = Int(bytes.number(at: bytes.l2Table(0), width: 8) & 0xffff_ffff)
    for index in 0..<8 { bytes.store(.max, at: place + index * 8, width: 8) }
    try write(bytes.bytes, to: path)
    #expect(try qcow2.run(["hash", path]).status == 1)
    #expect(try differences([path, "--snapshot-b", "before"]) == [])
  }

  @Test func layersAreCompared() throws {
    let image = try MadeImage(try #require(Recipe.all.first { $0.testDescription == "chain" }))
    let middle = image.directory.file("middle.qcow2")
    for (options, other) in [(["--layer-b", "1"], middle), (["--layer-b", "2"], "base.qcow2")] {
      let path = other == middle ? other : image.directory.file(other)
      #expect(try differences([image.path, path]) == differences([image.path] + options))
    }
    #expect(try differences([image.path, middle, "--layer-a", "1"]) == [])
    let none = try qcow2.run(["compare", image.path, "--layer-b", "3"])
    #expect(none.status == 2)
    #expect(none.errors.contains("layer 3 is no image"))
  }

  @Test func whatCannotBeReadIsNeitherSameNorDifferent() throws {
    let directory = try TemporaryDirectory()
    let first = try make("a", in: directory)
    let second = try make("same", in: directory)
    var bytes = try ImageBytes(contentsOf: second)
    bytes.store(0x8000_0000_0005_0200, at: bytes.l2Table(0) + 16 * 8, width: 8)
    try write(bytes.bytes, to: second)
    let result = try qcow2.run(["compare", first, second])
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("qcow2: \(second): guest 0x100000: "))
    #expect(try qcow2.run(["compare", first, directory.file("missing")]).status == 2)
  }
}
