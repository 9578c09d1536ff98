import Browser
import QCOW2
import SystemPackage
import TestSupport
import Testing

/// Copied commands open what the browser has opened: backing files elsewhere, encrypted images.
@Suite struct YankedSourceTests {
  private static let command = BuiltProgram("qcow2", variable: "QCOW2")

  private func expectCommandPrintsScreen(_ pilot: Pilot) throws {
    try pilot.press("3 y q")
    let line = try #require(pilot.model.shell.yank?.text)
    let answer = try succeed(
      "bash", ["-c", "qcow2() { \"$0\" \"$@\"; }; eval \"$1\"", Self.command.path, line])
    let shown = try pilot.bytesOnScreen()
    #expect(shown.contains { $0 != 0 })
    #expect(try dumped(answer) == shown)
  }

  @Test(arguments: ["--allow-path", "--trust-chain", "a", "a --no-backing"])
  func backingFilesElsewhereAreOpened(how: String) throws {
    let (here, there) = (try TemporaryDirectory(), try TemporaryDirectory())
    let (top, base) = (here.file("top.qcow2"), there.file("base.qcow2"))
    try QEMU.create(base, size: "1M")
    try QEMU.io(base, ["write -P 0x42 0 64k"])
    try QEMU.create(top, size: "1M", arguments: ["-b", base, "-F", "qcow2"])
    let path = FilePath(top)
    var (gate, options): (any OpenGate, [String]) = (FolderGate(ownFolderOf: path), [])
    switch how {
    case "--allow-path":
      gate = FolderGate(folders: [FilePath(there.path)], ownFolderOf: path)
      options = ["--allow-path", there.path]
    case "--trust-chain": (gate, options) = (TrustingGate(), ["--trust-chain"])
    case "a --no-backing": (gate, options) = (ClosedGate(reason: "closed"), ["--no-backing"])
    default: break
    }
    let (closed, pilot) = (gate, Pilot(disk: try Disk(path, gate: gate), options: options))
    if how.hasPrefix("a") {
      pilot.browser.reopen = { files throws(ImageError) in
        try Disk(path, gate: WidenedGate(closed, allowing: files))
      }
      try pilot.press("7 j a")
    }
    try expectCommandPrintsScreen(pilot)
  }

  @Test func encryptedImagesAreReadWithTheSameKey() throws {
    let directory = try TemporaryDirectory()
    let (path, key) = (directory.file("disk.qcow2"), directory.file("a key"))
    try write(Array("correct-horse".utf8), to: key)
    let secret = ["--object", "secret,id=s,file=\(key)"]
    let create =
      ["create", "-q", "-f", "qcow2"] + secret
      + ["-o", "encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10", path, "1M"]
    // QEMU measures how fast the processor is, and gives up where a virtual one answers unevenly.
    var isMade = false
    for _ in 1..<20 where !isMade { isMade = try run("qemu-img", create).succeeded }
    try #require(isMade)
    let options = "driver=qcow2,encrypt.key-secret=s,file.filename=\(path)"
    try succeed(
      "qemu-io", secret + ["--image-opts", options, "-c", "write -P 0x4b 0 1M"])
    let disk = try Disk(FilePath(path), secret: try Secret(file: FilePath(key)))
    let pilot = Pilot(disk: disk, options: ["--key-file", key])
    try expectCommandPrintsScreen(pilot)
    #expect(pilot.model.shell.yank?.others == [], "QEMU's tools would ask for the pass phrase")
  }
}
