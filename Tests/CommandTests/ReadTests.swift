import TestSupport
import Testing

/// `read` writes the guest's bytes.
@Suite struct ReadTests {
  /// All but the one of 64 TiB and that without a byte.
  static let recipes = Recipe.all.filter {
    !["empty and huge", "no disk"].contains($0.testDescription)
  }

  /// Equality that is not explained: the differences of whole disks take minutes to work out.
  private func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool { left == right }

  /// Runs the command with its output in a file.
  private func read(
    _ image: MadeImage, _ arguments: [String] = []
  ) throws -> (bytes: [UInt8], result: CommandResult) {
    let target = image.directory.file("read")
    let result = try run(
      "sh", ["-c", "\"$@\" > \"$0\"", target, qcow2.path, "read"] + image.forUs + arguments)
    return (try contents(of: target), result)
  }

  @Test(arguments: recipes)
  func readsWhatQEMUReads(recipe: Recipe) throws {
    let image = try MadeImage(recipe)
    let raw = image.directory.file("raw")
    try succeed("qemu-img", ["convert", "-q", "-O", "raw"] + image.forQEMU + [raw])
    let expected = try contents(of: raw)
    let whole = try read(image)
    #expect(whole.result.succeeded)
    #expect(isSame(whole.bytes, expected))
    let part = try read(image, ["--at", "1M-100", "--count", "1000001"])
    let start = (1 << 20) - 100
    #expect(isSame(part.bytes, Array(expected[start..<start + 1_000_001])))
  }

  @Test func readsSnapshotsByIDAndByName() throws {
    let image = try MadeImage(Recipe.all[16])
    let raw = image.directory.file("raw")
    try succeed(
      "qemu-img",
      ["convert", "-q", "-l", "snapshot.name=before", "-O", "raw"] + image.forQEMU + [raw])
    let expected = try contents(of: raw)
    #expect(!isSame(try read(image).bytes, expected))
    #expect(isSame(try read(image, ["--snapshot", "before"]).bytes, expected))
    #expect(isSame(try read(image, ["--snapshot", "1"]).bytes, expected))
    let missing = try read(image, ["--snapshot", "never"])
    #expect(missing.result.status == 1)
    #expect(missing.result.errors.contains("there is no snapshot \"never\""))
  }

  /// The state that a snapshot of a running machine holds, written by QEMU in its place.
  @Test func readsTheMachineState() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("disk.qcow2")
    try write([UInt8](repeating: 1, count: 1 << 20), to: directory.file("base"))
    try QEMU.create(path, size: "1000k", arguments: ["-b", "base", "-F", "raw"])
    let state = directory.file("state")
    let bytes = (0..<150_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
    try write(bytes, to: state)
    try QEMU.io(path, ["write -P 9 0 64k", "write -b -s \(state) 0 150016"])
    try succeed("qemu-img", ["snapshot", "-c", "warm", path])
    try QEMU.io(path, ["write -b -P 8 0 150016"])
    // Only a running machine has QEMU note how much it saved.
    var image = try ImageBytes(contentsOf: path)
    image.store(150_000, at: Int(image.number(at: 64, width: 8)) + 40, width: 8)
    try write(image.bytes, to: path)
    let list = try succeed("qemu-img", ["snapshot", "-l", path])
    #expect(list.contains("146 KiB"), "\(list)")
    func read(_ arguments: [String]) throws -> (bytes: [UInt8], result: CommandResult) {
      let target = directory.file("read")
      let command = [qcow2.path, "read", path, "--vm-state", "--snapshot", "warm"] + arguments
      let result = try run("sh", ["-c", "\"$@\" > \"$0\"", target] + command)
      return (try contents(of: target), result)
    }
    #expect(isSame(try read([]).bytes, bytes))
    #expect(
      isSame(
        try read(["--at", "64k-9", "--count", "9999"]).bytes,
        Array(bytes[65_527..<75_526])))
    #expect(isSame(try read(["--at", "$-7"]).bytes, Array(bytes[149_993...])))
    let past = try read(["--at", "$-7", "--count", "8"])
    #expect(past.result.status == 1 && past.bytes == [])
    let dump = try qcow2.run(["read", path, "--vm-state", "--snapshot", "1", "--hex"])
    #expect(dump.output == (try succeed("hexdump", ["-C", state])))
  }

  @Test func whereNoMachineStateIsThatIsSaid() throws {
    let image = try MadeImage(Recipe.all[16])
    #expect(try qcow2.run(["read", image.path, "--vm-state", "--hex"]).status == 64)
    let none = try qcow2.run(
      ["read", image.path, "--vm-state", "--snapshot", "before", "--hex"])
    #expect(none.status == 1 && none.output == "")
    #expect(none.errors.contains("no machine state was saved with the snapshot \"before\""))
  }

  @Test(arguments: [[], ["--at", "1M-7", "--count", "4M"], ["--at", "7M+500", "--count", "40"]])
  func dumpsAsHexdumpDoes(range: [String]) throws {
    let image = try MadeImage(Recipe.all[0])
    let raw = image.directory.file("raw")
    try succeed("qemu-img", ["convert", "-q", "-O", "raw"] + image.forQEMU + [raw])
    let numbers = ["1M-7": "1048569", "4M": "4194304", "7M+500": "7340532", "40": "40"]
    let options = range.map { $0 == "--at" ? "-s" : $0 == "--count" ? "-n" : numbers[$0] ?? $0 }
    let theirs = try succeed("hexdump", ["-C"] + options + [raw])
    let ours = try qcow2.run(["read", "--hex", image.path] + range)
    let isSame = ours.output == theirs
    #expect(isSame)
  }

  @Test func aHugeHoleIsDumpedAtOnce() throws {
    let image = try MadeImage(Recipe.all[18])
    let ours = try qcow2.run(["read", "--hex", image.path], seconds: 10)
    #expect(ours.output.split(separator: "\n").last == "400000000000")
    #expect(ours.output.split(separator: "\n").count == 3)
  }

  @Test func whatIsLostEndsTheOutputOrIsSaid() throws {
    let image = try MadeImage(Recipe.all[0])
    let whole = try read(image).bytes
    var bytes = try ImageBytes(contentsOf: image.path)
    let table = bytes.l2Table(0)
    // The second of the clusters from 1 MiB on is lost.
    bytes.store(0x8000_0000_0005_0200, at: table + 17 * 8, width: 8)
    try write(bytes.bytes, to: image.path)
    let stopped = try read(image)
    #expect(stopped.result.status == 1)
    #expect(stopped.bytes.count <= 17 << 16)
    #expect(stopped.result.errors.contains("guest 0x110000: the L2 entry points at 0x50200"))
    let made = try read(image, ["--zero-unreadable"])
    #expect(made.result.status == 1)
    #expect(made.result.errors.contains("guest 0x110000 + 65536 bytes: zeros were written"))
    var expected = whole
    for index in 17 << 16..<18 << 16 { expected[index] = 0 }
    #expect(isSame(made.bytes, expected))
  }
}
