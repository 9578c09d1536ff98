import Glibc
import QCOW2
import SystemPackage
import TestSupport
import Testing

@Suite("Gates")
struct GateTests {
  private enum Failure: Error { case pipe }

  /// `own/image` and, beside it and elsewhere, whatever a name could lead to.
  private struct House {
    let directory: TemporaryDirectory
    var image: String { directory.file("own/image") }

    init() throws {
      directory = try TemporaryDirectory()
      for folder in ["own", "own/sub", "own-too", "other"] {
        try makeDirectory(directory.file(folder))
        try NamedImage.base(directory.file(folder + "/base"), "B")
      }
      try link(directory.file("own/escape"), to: "../other/base")
      try link(directory.file("own/door"), to: "../other")
      try link(directory.file("own/inside"), to: "sub/base")
      try link(directory.file("own/null"), to: "/dev/null")
      try link(directory.file("own/loop"), to: "loop")
      guard unsafe mkfifo(directory.file("own/pipe"), 0o600) == 0 else {
        throw Failure.pipe
      }
    }

    func open(_ name: String, _ gate: any OpenGate) throws -> (Disk, RecordingGate) {
      let stored = name.hasPrefix("@") ? directory.file(String(name.dropFirst())) : name
      _ = try NamedImage(image, naming: stored)
      let recording = RecordingGate(gate)
      return (try openDisk(image, gate: recording), recording)
    }

    var folderGate: FolderGate { FolderGate(ownFolderOf: FilePath(image)) }
  }

  @Test(arguments: [
    "base", "sub/base", "sub/../base", "../own/base", "@own/sub/base", "inside", "door/../own/base",
  ])
  func ownFolderIsAllowed(_ name: String) throws {
    let house = try House()
    let (disk, gate) = try house.open(name, house.folderGate)
    #expect(disk.findings == [])
    #expect(try disk.read(at: GuestOffset(65_536), count: 3) == letters("B", 3))
    #expect(gate.requests.count == 1)
    #expect(gate.requests.first?.role == .backingFile)
    #expect(gate.requests.first?.image == FilePath(house.image))
    #expect(gate.opened.count == 1)
  }

  @Test(arguments: [
    "../other/base", "@other/base", "../own-too/base", "escape", "door/base",
    "sub/../../other/base",
  ])
  func elsewhereIsRefused(_ name: String) throws {
    let house = try House()
    let (disk, gate) = try house.open(name, house.folderGate)
    #expect(gate.requests.count == 1)
    #expect(gate.opened == [])
    let message = disk.findings.first?.message ?? ""
    let folder = house.directory.file(name.contains("own-too") ? "own-too" : "other")
    #expect(message.contains("--allow-path \(folder) allows it"), "\(message)")
    try expectClosed(disk, name: disk.layers[1].name)
    // What the sentence says is true.
    let allowing = FolderGate(folders: [FilePath(folder)], ownFolderOf: FilePath(house.image))
    #expect(try house.open(name, allowing).0.findings == [])
    #expect(try house.open(name, TrustingGate()).0.findings == [])
  }

  @Test(arguments: [
    ("pipe", "is a pipe", "a pipe"), ("sub", "is a directory", "a directory"),
    ("null", "outside", "a character device"), ("/dev/null", "outside", "a character device"),
    ("/dev", "outside", "a directory"), ("loop", "no file", "ELOOP"),
    (".", "is a directory", "a directory"),
  ])
  func whatIsNoRegularFileIsRefused(_ name: String, _ byFolder: String, _ byTrust: String) throws {
    let house = try House()
    let (disk, gate) = try house.open(name, house.folderGate)
    #expect(gate.opened == [])
    try expectClosed(disk, name: name)
    let message = disk.findings.first?.message ?? ""
    #expect(message.contains(byFolder), "\(message)")
    // No option helps, so none is named.
    #expect(!message.contains("--"), "\(message)")
    let (trusted, trusting) = try house.open(name, TrustingGate())
    #expect(trusting.opened == [])
    try expectClosed(trusted, name: name)
    if byTrust != "ELOOP" {
      #expect(trusted.findings.first?.message.contains(byTrust) == true, "\(trusted.findings)")
    }
    // An allowed folder allows files, not devices.
    let wide = FolderGate(folders: ["/"])
    let (still, never) = try house.open(name, wide)
    #expect(never.opened == [])
    try expectClosed(still, name: name)
  }

  /// Opening a pipe would let its writer go on.
  @Test func aPipeIsNotEvenOpened() throws {
    let house = try House()
    let (pipe, went) = (house.directory.file("own/pipe"), house.directory.file("went"))
    let writer = try Session("sh", ["-c", "echo ready; echo > \(pipe); echo > \(went)"])
    try writer.waitForPrompt("ready\n")
    usleep(300_000)
    _ = try house.open("pipe", TrustingGate())
    usleep(300_000)
    #expect(unsafe access(went, F_OK) == -1)
    // The writer goes on now, and its program ends.
    try succeed("cat", [pipe])
    try writer.end()
  }

  @Test func nothingIsOpenedUnlessAsked() throws {
    let house = try House()
    let (disk, gate) = try house.open("base", ClosedGate())
    #expect(gate.requests.count == 1)
    #expect(gate.opened == [])
    try expectClosed(disk, name: "base")
    try expectClosed(Disk(FilePath(house.image)), name: "base")
    let why = try Disk(FilePath(house.image), gate: ClosedGate(reason: "because"))
    #expect(why.findings.first?.message.contains("because") == true)
  }

  @Test func everyFileOfAChainIsAskedForOnce() throws {
    let house = try House()
    try QEMU.create(
      house.directory.file("own/middle"), size: "128k",
      arguments: ["-b", "../other/base", "-F", "raw"])
    _ = try NamedImage(house.image, naming: "middle", format: "qcow2")
    let gate = RecordingGate()
    let disk = try openDisk(house.image, gate: gate)
    _ = try disk.read(at: .zero, count: NamedImage.size)
    _ = Array(disk.extents(in: disk.guestRange))
    let middle = FilePath(house.directory.file("own/middle"))
    #expect(
      gate.requests == [
        OpenRequest(.backingFile, .path("middle"), namedBy: FilePath(house.image)),
        OpenRequest(.backingFile, .path("../other/base"), namedBy: middle),
      ])
    #expect(gate.opened.map { $0.lastComponent?.string } == ["middle", "base"])
  }

  /// A gate that changes its mind once the file is open has the last word.
  @Test func theFileThatWasOpenedIsJudgedToo() throws {
    struct Doubting: OpenGate {
      var allowsRegularFilesOnly: Bool { true }
      func judge(_ request: OpenRequest) -> OpenVerdict { TrustingGate().judge(request) }
      func confirms(_ realPath: FilePath, for request: OpenRequest) -> Bool { false }
    }
    let house = try House()
    let (disk, _) = try house.open("base", Doubting())
    try expectClosed(disk, name: "base")
  }

  /// Names are taken from the folder of the link, so that folder is the image's own.
  @Test func theFolderOfALinkToTheImageIsAllowed() throws {
    let house = try House()
    _ = try NamedImage(house.image, naming: "base")
    let path = house.directory.file("other/link")
    try link(path, to: "../own/image")
    let disk = try openDisk(path, gate: FolderGate(ownFolderOf: FilePath(path)))
    try expectBytes(disk, QEMU.guestBytes(of: path))
  }
}
