import TestSupport
import Testing

/// `find` finds what was put there, and what `grep` finds.
@Suite struct FindTests {
  private static let needle = Array("Needle".utf8)
  /// Within and across clusters, beside holes, and across the stretches in which a disk is read.
  private static let places = [0, 65533, (1 << 20) - 3, 5 << 20, (9 << 20) - 1, (16 << 20) - 6]

  /// An image with needles in it.
  private func haystack(compressed: Bool = false) throws -> (TemporaryDirectory, path: String) {
    let directory = try TemporaryDirectory()
    var bytes = [UInt8](repeating: 0, count: 16 << 20)
    for place in Self.places { bytes.replaceSubrange(place..<place + 6, with: Self.needle) }
    try write(bytes, to: directory.file("raw"))
    let path = directory.file("disk.qcow2")
    try QEMU.convert(
      directory.file("raw"), to: path, options: ["compat=1.1"], compressed: compressed)
    return (directory, path)
  }

  private func starts(_ result: CommandResult) throws -> [Int] {
    let rows = try #require(try json(result.output) as? [[String: Any]])
    return rows.compactMap { $0["start"] as? Int }
  }

  @Test(
    arguments: [
      (["--text", "Needle"], 0), (["--text", "nEEDLE", "--ignore-case"], 0),
      (["--hex", "4e6565646c65"], 0), (["--hex", "4E ?? 65 64 6? 65"], 0),
      (["--hex", "?? 65 65 64"], 0), (["--hex", "?e"], 0), (["--hex", "64 6c 65 ??"], 3),
      (["--hex", "65 65 64 6c 65"], 1), (["--hex", "6c 65 00"], 4), (["--hex", "00 00 4e"], -2),
    ], [false, true])
  func findsWhatWasPutThere(search: (options: [String], shift: Int), compressed: Bool) throws {
    let (directory, path) = try haystack(compressed: compressed)
    let result = try qcow2.run(["find", "--output=json", path] + search.options)
    #expect(result.status == 0)
    // What begins before the disk or ends after it is none.
    let reach = search.options[1].split(separator: " ").count
    let expected = Self.places.map { $0 + search.shift }.filter { place in
      place >= 0 && (search.options[0] == "--text" || place + reach <= 16 << 20)
    }
    #expect(try starts(result) == expected)
    _ = directory
  }

  @Test func findsWhatGrepFinds() throws {
    for recipe in Recipe.all where ["plain", "deflate", "LUKS"].contains(recipe.testDescription) {
      let image = try MadeImage(recipe)
      let raw = image.directory.file("raw")
      try succeed("qemu-img", ["convert", "-q", "-O", "raw"] + image.forQEMU + [raw])
      let command = "head -c 34k \"$0\" | tail -c 2k | grep -obUaF AAA"
      let theirs = try succeed("bash", ["-c", command, raw]).split(separator: "\n").compactMap {
        $0.split(separator: ":").first.flatMap { Int($0) }
      }
      let ours = try starts(
        try qcow2.run(
          ["find", "--output=json", "--text", "AAA", "--at", "32k", "--count", "2k"]
            + image.forUs))
      #expect(ours.map { $0 - (32 << 10) } == theirs)
      #expect(theirs.count == 2048 / 3)
    }
  }

  @Test func saysWhereTheBytesLie() throws {
    let (directory, path) = try haystack()
    let result = try qcow2.run(
      ["find", "--output=json", "--text", "Needle", path, "--at", "5M", "--max-count", "1"])
    let rows = try #require(try json(result.output) as? [[String: Any]])
    let host = try #require(rows.first?["offset"] as? Int)
    let file = try contents(of: path)
    #expect(Array(file[host..<host + 6]) == Self.needle)
    #expect(rows.count == 1)
    _ = directory
  }

  @Test func theStatusSaysWhetherItIsThere() throws {
    let (directory, path) = try haystack()
    let none = try qcow2.run(["find", "--output=json", "--text", "nix", path])
    #expect(none.status == 1)
    #expect(none.output == "[]\n")
    #expect(none.errors == "")
    #expect(try qcow2.run(["find", "--text", "nix", directory.file("missing")]).status == 2)
    var bytes = try ImageBytes(contentsOf: path)
    bytes.store(0x8000_0000_0005_0200, at: bytes.l2Table(0), width: 8)
    try write(bytes.bytes, to: path)
    #expect(try qcow2.run(["find", "--text", "Needle", path]).status == 2)
  }

  @Test(arguments: [
    [], ["--hex", "4"], ["--hex", "xy"], ["--hex", ""], ["--hex", "?? 00"], ["--text", ""],
    ["--hex", "41", "--text", "A"], ["--hex", "41", "--ignore-case"],
    ["--hex", "41", "--max-count", "0"], ["--regex", "a("], ["--regex", "a*"], ["--int", "1/3"],
    ["--int", "1", "--ignore-case"], ["--utf16", "a", "--utf16be", "a"],
  ])
  func wrongPatternsAre64(options: [String]) throws {
    let result = try qcow2.run(["find", "disk.qcow2"] + options)
    #expect(result.status == 64)
    #expect(result.output == "")
  }

  @Test(arguments: [
    (["--regex", "N[e]{2}dle"], "N[e]{2}dle"),
    (["--regex", "n.+?le", "--ignore-case"], "(?i)n.+?le"),
    (["--int", "0x4e65/2be"], "Ne"), (["--utf16be", "\u{4e65}"], "Ne"),
  ])
  func findsWhatGrepFindsWithExpressions(options: [String], expression: String) throws {
    let (directory, path) = try haystack()
    let command = "LC_ALL=C grep -obUaP \"$1\" \"$0\""
    let theirs = try succeed("bash", ["-c", command, directory.file("raw"), expression])
      .split(separator: "\n").compactMap { $0.split(separator: ":").first.flatMap { Int($0) } }
    #expect(try starts(try qcow2.run(["find", "--output=json", path] + options)) == theirs)
  }

  @Test func hugeHolesTakeNoTime() throws {
    let image = try MadeImage(Recipe.all[18])
    let result = try qcow2.run(["find", "--text", "anything", image.path], seconds: 10)
    #expect(result.status == 1)
  }
}
