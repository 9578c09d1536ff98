import Foundation
import TestSupport
import Testing

/// `export` makes the file that `qemu-img convert` makes, and goes on where it was stopped.
@Suite struct ExportTests {
  static let recipes = Recipe.all.filter { $0.testDescription != "empty and huge" }

  /// Compares two files byte for byte.
  private func areSame(_ left: String, _ right: String) throws -> Bool {
    try run("cmp", ["-s", left, right]).succeeded
  }

  /// The bytes that a file takes.
  private func allocated(_ path: String) throws -> Int {
    try #require(Int(try succeed("stat", ["-c", "%b", path]).dropLast())) * 512
  }

  @Test(arguments: recipes)
  func makesWhatQEMUMakes(recipe: Recipe) throws {
    let image = try MadeImage(recipe)
    let (raw, copy) = (image.directory.file("raw"), image.directory.file("copy"))
    try succeed("qemu-img", ["convert", "-q", "-O", "raw"] + image.forQEMU + [raw])
    let result = try qcow2.run(["export", "--verify", "--output=json"] + image.forUs + [copy])
    #expect(result.errors == "")
    #expect(try areSame(raw, copy))
    #expect(try allocated(copy) <= allocated(raw) + 65536)
    #expect(!FileManager.default.fileExists(atPath: copy + ".qcow2-export"))
    let answer = try #require(try json(result.output) as? [String: Any])
    #expect(answer["verified"] as? Bool == true)
    #expect(answer["size"] as? Int == (try contents(of: raw).count))
  }

  @Test func snapshotsAreExported() throws {
    let image = try MadeImage(Recipe.all[16])
    let (raw, copy) = (image.directory.file("raw"), image.directory.file("copy"))
    try succeed(
      "qemu-img",
      ["convert", "-q", "-l", "snapshot.name=before", "-O", "raw"] + image.forQEMU + [raw])
    #expect(try qcow2.run(["export", image.path, copy, "--snapshot", "before"]).succeeded)
    #expect(try areSame(raw, copy))
  }

  @Test func nothingIsOverwrittenUnasked() throws {
    let image = try MadeImage(try #require(Recipe.all.first { $0.testDescription == "chain" }))
    let copy = image.directory.file("copy")
    try write([1, 2, 3], to: copy)
    let refused = try qcow2.run(["export", image.path, copy])
    #expect(refused.status == 1)
    #expect(refused.errors == "qcow2: \(copy): exists; --force overwrites it\n")
    #expect(try contents(of: copy) == [1, 2, 3])
    #expect(try qcow2.run(["export", image.path, copy, "--force", "--verify"]).succeeded)
    // Not even with --force, and not under another name.
    let link = image.directory.file("link")
    try succeed("ln", [image.directory.file("base.qcow2"), link])
    for source in [image.path, image.directory.file("middle.qcow2"), link] {
      let before = try contents(of: source)
      let result = try qcow2.run(["export", image.path, source, "--force"])
      #expect(result.status == 1)
      #expect(result.errors.contains("is what the disk is read from"))
      #expect(before == (try contents(of: source)))
    }
    #expect(try qcow2.run(["export", image.path, "/dev/null", "--force"]).status == 1)
  }

  /// An image with a gibibyte of data, which takes long enough to be stopped in the middle.
  private func large() throws -> (TemporaryDirectory, image: String) {
    let directory = try TemporaryDirectory()
    let path = directory.file("large.qcow2")
    try QEMU.create(path, size: "2G")
    try QEMU.io(
      path, (0..<16).map { "write -P \($0 + 1) \($0 * 128)M 64M" } + ["write -P 99 2047M 1M"])
    return (directory, path)
  }

  @Test(arguments: ["KILL", "INT"])
  func goesOnWhereItWasStopped(signal: String) throws {
    let (directory, image) = try large()
    let (raw, copy) = (directory.file("raw"), directory.file("copy"))
    let script = """
      "$0" export "$1" "$2" & while [ ! -e "$2" ] || [ $(stat -c %b "$2") -lt 800000 ]; do \
      sleep 0.01; done; kill -\(signal) $!; wait $!; echo $?
      """
    let stopped = try run("bash", ["-c", script, qcow2.path, image, copy], seconds: 60)
    #expect(stopped.output.hasSuffix(signal == "KILL" ? "137\n" : "130\n"))
    #expect(FileManager.default.fileExists(atPath: copy + ".qcow2-export"))
    #expect(stopped.errors.contains("goes on") == (signal == "INT"))
    let rest = try qcow2.run(["export", image, copy, "--output=json"])
    let answer = try #require(try json(rest.output) as? [String: Any])
    #expect(try #require(answer["start"] as? Int) >= 256 << 20)
    try succeed("qemu-img", ["convert", "-q", "-O", "raw", image, raw])
    #expect(try areSame(raw, copy))
    #expect(!FileManager.default.fileExists(atPath: copy + ".qcow2-export"))
  }

  /// What was on the device before shows nowhere.
  @Test(.enabled(if: LoopDevice.isPossible, "needs loop devices"))
  func aDeviceBecomesTheDisk() throws {
    let image = try MadeImage(Recipe.all[16])
    let file = image.directory.file("device")
    try write([UInt8](repeating: 0xff, count: 16 << 20), to: file)
    do {
      let device = try LoopDevice(file)
      let refused = try qcow2.run(["export", image.path, device.path])
      #expect(refused.status == 1 && refused.errors.contains("--force overwrites it"))
      let done = try qcow2.run(["export", image.path, device.path, "--force", "--verify"])
      #expect(done.succeeded && done.errors == "")
      #expect(done.output.hasSuffix(", verified\n"))
      try succeed("qemu-img", ["compare", "-F", "raw", image.path, device.path])
      #expect(try qcow2.run(["compare", "-F", "raw", image.path, device.path]).succeeded)
    }
    try truncate(file, to: 8 << 20)
    let small = try LoopDevice(file)
    let result = try qcow2.run(["export", image.path, small.path, "--force"])
    #expect(result.status == 1)
    #expect(result.errors.hasSuffix("the device has 8388608 bytes, the disk 16777216\n"))
  }

  @Test func aFileThatMayNotGrowIsAnError() throws {
    let image = try MadeImage(Recipe.all[0])
    let copy = image.directory.file("copy")
    let limited = "ulimit -f 1024; exec \"$0\" export \"$1\" \"$2\""
    let result = try run("bash", ["-c", limited, qcow2.path, image.path, copy])
    #expect(result.status == 1)
    #expect(result.errors == "qcow2: \(copy): ftruncate: File too large\n")
    #expect(!FileManager.default.fileExists(atPath: copy))
  }

  /// Mounting takes privileges; where there are none, nothing can be shown.
  static let canMount = (try? run("unshare", ["-m", "true"]).succeeded) == true

  @Test(.enabled(if: canMount))
  func aFullDiskStopsItAndLosesNothing() throws {
    let directory = try TemporaryDirectory()
    let image = directory.file("disk.qcow2")
    try QEMU.create(image, size: "64M")
    try QEMU.io(image, ["write -P 1 0 20M", "write -P 2 30M 20M"])
    try succeed("qemu-img", ["convert", "-O", "raw", image, directory.file("raw")])
    try FileManager.default.createDirectory(
      atPath: directory.file("small"), withIntermediateDirectories: false)
    let script = """
      cd "$1"; mount -t tmpfs -o size=30M none small; "$0" export disk.qcow2 small/copy; echo $?
      mount -o remount,size=100M small; "$0" export disk.qcow2 small/copy; cmp raw small/copy; ls small
      """
    let result = try run("unshare", ["-m", "bash", "-c", script, qcow2.path, directory.path])
    #expect(result.errors.hasPrefix("qcow2: small/copy: pwrite at 0x"))
    #expect(result.errors.hasSuffix(": No space left on device\n"))
    let lines = result.output.split(separator: "\n")
    #expect(lines.first == "1")
    #expect(lines.last == "copy")
    #expect(lines.dropFirst().first?.contains(", from 0x") == true)
  }

  @Test func anotherExportDoesNotGoOn() throws {
    let image = try MadeImage(Recipe.all[16])
    let copy = image.directory.file("copy")
    #expect(try qcow2.run(["export", image.path, copy]).succeeded)
    try write(
      Array("qcow2 export 1\nposition 00000000000000000000\n".utf8),
      to: copy + ".qcow2-export")
    let result = try qcow2.run(["export", image.path, copy])
    #expect(result.status == 1)
    #expect(result.errors.contains("from an export of something else"))
  }
}
