import TestSupport
import Testing

/// `compare` takes raw files where it is told so, and ends as `qemu-img compare` does.
@Suite struct RawCompareTests {
  static let recipes = Recipe.all.filter {
    !$0.isEncrypted && $0.testDescription != "empty and huge"
  }

  /// Both programs' statuses; theirs are the expected ones.
  private func expectSame(
    _ arguments: [String], _ comment: Comment? = nil, isSame: Bool
  ) throws {
    let theirs = try run("qemu-img", ["compare"] + arguments)
    let ours = try qcow2.run(["compare"] + arguments)
    #expect(ours.status == theirs.status, comment)
    #expect(ours.status == (isSame ? 0 : 1), comment)
  }

  @Test(arguments: recipes)
  func aCopyIsTheSameUntilItIsChanged(recipe: Recipe) throws {
    let image = try MadeImage(recipe)
    let raw = image.directory.file("raw")
    try succeed("qemu-img", ["convert", "-q", "-O", "raw", image.path, raw])
    try expectSame(["-F", "raw", image.path, raw], isSame: true)
    try expectSame(["-f", "raw", raw, image.path], isSame: true)
    try expectSame(["-f", "raw", "-F", "raw", raw, raw], isSame: true)
    guard recipe.testDescription != "no disk" else { return }
    try succeed("qemu-io", ["-f", "raw", "-c", "write -P 0xee 1M 512", raw])
    try expectSame(["-F", "raw", image.path, raw], isSame: false)
    let listed = try qcow2.run(
      ["compare", image.path, raw, "--format-b", "raw", "--output=json"])
    #expect(listed.output.hasPrefix(#"[{"start": 1048576, "length": 512}]"#), "\(listed.output)")
  }

  @Test func whatIsNoImageIsNotGuessedToBeRaw() throws {
    let image = try MadeImage(Recipe.all[0])
    let raw = image.directory.file("raw")
    try succeed("qemu-img", ["convert", "-q", "-O", "raw", image.path, raw])
    let second = try qcow2.run(["compare", image.path, raw])
    #expect(second.status == 2)
    #expect(second.errors.contains("\(raw): not a qcow2 image"))
    #expect(second.errors.hasSuffix("; --format-b raw takes it as it is\n"))
    let first = try qcow2.run(["compare", raw, image.path])
    #expect(first.status == 2 && first.errors.contains("; --format-a raw takes it as it is"))
    // An image that is said to be raw is its own bytes, as for QEMU.
    try expectSame(["-F", "raw", image.path, image.path], isSame: false)
    try copy(image.path, to: image.directory.file("copy"))
    try expectSame(
      ["-f", "raw", "-F", "raw", image.path, image.directory.file("copy")], isSame: true)
    for wrong in [
      ["-f", "raw", raw], ["-f", "raw", raw, image.path, "--snapshot-a", "x"],
      ["-F", "raw", image.path, raw, "--layer-b", "0"], ["-f", "vmdk", raw, raw],
    ] {
      #expect(try qcow2.run(["compare"] + wrong).status == 64, "\(wrong)")
    }
  }

  /// The end of a raw file that is no whole sector, and files of different lengths.
  @Test(arguments: [0, 1, 511, 512, 1_000_333])
  func oddLengths(count: Int) throws {
    let directory = try TemporaryDirectory()
    let (raw, image) = (directory.file("raw"), directory.file("image"))
    try write([UInt8](repeating: 5, count: count), to: raw)
    try succeed("qemu-img", ["convert", "-q", "-f", "raw", "-O", "qcow2", raw, image])
    try expectSame(["-F", "raw", image, raw], isSame: true)
    try truncate(raw, to: 2 << 20)
    try expectSame(["-F", "raw", image, raw], isSame: true)
    try succeed("qemu-io", ["-f", "raw", "-c", "write -P 1 1536k 1k", raw])
    try expectSame(["-F", "raw", image, raw], isSame: false)
  }

  /// Holes of raw files are not read: a tebibyte of them takes no time.
  @Test func holesTakeNoTime() throws {
    let directory = try TemporaryDirectory()
    let (raw, image) = (directory.file("raw"), directory.file("image"))
    try QEMU.create(image, size: "1T")
    try write([], to: raw)
    try truncate(raw, to: 1 << 40)
    try succeed("qemu-io", ["-f", "raw", "-c", "write -P 1 700G 64k", raw])
    try QEMU.io(image, ["write -P 1 700G 64k"])
    let same = try qcow2.run(["compare", "-F", "raw", image, raw], seconds: 10)
    #expect(same.status == 0)
    try QEMU.io(image, ["write -P 2 701G 64k"])
    let other = try qcow2.run(["compare", "-F", "raw", image, raw], seconds: 10)
    #expect(other.status == 1)
  }
}
