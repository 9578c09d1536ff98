import QCOW2
import SystemPackage
import TestSupport
import Testing

@Suite("Formats of backing files")
struct FormatTests {
  private let half = NamedImage.size / 2

  /// A qcow2 image whose guest sees `Q` everywhere.
  private func base(in directory: TemporaryDirectory) throws -> String {
    let path = directory.file("base")
    try QEMU.create(path, size: "128k")
    try QEMU.io(path, ["write -P 0x51 0 128k"])
    return path
  }

  /// The stored format counts, whatever the file looks like.
  @Test func aQcow2HeaderInARawFileIsData() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    let base = try contents(of: base(in: directory))
    try QEMU.create(path, size: "1M", arguments: ["-u", "-b", "base", "-F", "raw"])
    let disk = try openDisk(path)
    #expect(disk.layers[1].format == .stored("raw"))
    try expectBytes(disk, QEMU.guestBytes(of: path))
    #expect(try disk.read(at: .zero, count: 4) == Array(base[..<4]))
  }

  @Test(arguments: [true, false]) func aFormatThatIsNotStoredIsGuessed(isImage: Bool) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    _ = try isImage ? base(in: directory) : ""
    if !isImage { try NamedImage.base(directory.file("base"), "Q") }
    _ = try NamedImage(path, naming: "base", format: nil)
    let disk = try openDisk(path)
    #expect(disk.layers[1].format == .guessed(isImage ? "qcow2" : "raw"))
    try expectBytes(disk, letters("O", half) + letters("Q", half))
    try expectBytes(disk, QEMU.guestBytes(of: path))
  }

  /// What QEMU takes for a disk of another format is read as raw, but said.
  @Test(arguments: ["vmdk", "vdi", "vhdx", "vpc", "qed", "parallels", "luks", "raw"])
  func aForeignFormatIsNamed(_ format: String) throws {
    let directory = try TemporaryDirectory()
    let base = directory.file("base")
    let secret = ["--object", "secret,id=key,data=secret"]
    let options =
      format == "luks" ? secret + ["-o", "key-secret=key,iter-time=10"] : []
    let create = ["create", "-q", "-f", format] + options + [base, "128k"]
    // QEMU measures how fast the processor is for LUKS, and gives up where it answers unevenly.
    for _ in 0..<20 where try run("qemu-img", create).succeeded { break }
    #expect(try succeed("qemu-img", ["info", base]).contains("file format: \(format)"))
    let path = directory.file("image")
    _ = try NamedImage(path, naming: "base", format: nil)
    let disk = try openDisk(path)
    #expect(disk.layers[1].format == .guessed("raw"))
    #expect(disk.findings.map(\.code) == (format == "raw" ? [] : ["backing-guess"]))
    #expect(disk.findings.allSatisfy { $0.message.contains("begins like \(format) (") })
    let count = min(half, try contents(of: base).count - half)
    guard count > 0 else { return }
    let found = try disk.read(at: GuestOffset(UInt64(half)), count: count)
    #expect(found == Array(try contents(of: base)[half..<half + count]))
    // A stored format leaves nothing to guess.
    _ = try NamedImage(path, naming: "base", format: "raw")
    #expect(try openDisk(path).findings == [])
  }

  @Test func aGuessThatWasNotMadeIsNoStoredFormat() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    _ = try NamedImage(path, naming: "base", format: nil)
    #expect(try openDisk(path, gate: ClosedGate()).layers[1].format == .guessed(""))
  }

  /// QEMU's driver of plain files is a format like any other and shows a header as data, too.
  @Test func theDriverOfPlainFilesIsRaw() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    let base = try contents(of: base(in: directory))
    try QEMU.create(path, size: "1M", arguments: ["-u", "-b", "base", "-F", "file"])
    let disk = try openDisk(path)
    #expect(disk.findings == [])
    try expectBytes(disk, QEMU.guestBytes(of: path))
    #expect(try disk.read(at: .zero, count: 4) == Array(base[..<4]))
  }

  /// QEMU ends the name at a NUL, and an empty one is none.
  @Test(arguments: ["qcow2\0\0\0", "raw\0\0", "\0\0\0", ""]) func namesEndAtNUL(
    _ stored: String
  ) throws {
    let directory = try TemporaryDirectory()
    _ = try base(in: directory)
    let path = directory.file("image")
    // The longest stored name leaves room for all others.
    let image = try NamedImage(path, naming: "base", format: "qcow2")
    try image.poke {
      let at = NamedImage.formatExtension(of: $0)
      $0.store(UInt64(stored.utf8.count), at: at + 4, width: 4)
      $0.store(Array(stored.utf8), at: at + 8)
      // An empty payload is followed by the next extension at once.
      if stored.isEmpty { $0.store(0, at: at + 8, width: 8) }
    }
    let whole = try QEMU.guestBytes(of: path)
    let disk = try openDisk(path)
    #expect(disk.findings == [])
    try expectBytes(disk, whole)
  }

  @Test func aFileThatIsNotOfItsStoredFormatIsReported() throws {
    let directory = try TemporaryDirectory()
    try NamedImage.base(directory.file("base"), "Q")
    let path = directory.file("image")
    _ = try NamedImage(path, naming: "base", format: "qcow2")
    let disk = try openDisk(path)
    try expectClosed(disk, name: "base")
    #expect(disk.findings.first?.message.contains("not a qcow2 image") == true)
    #expect(try QEMU.refusal(of: path) != nil)
  }

  @Test func aFormatThatIsNotReadIsReported() throws {
    let directory = try TemporaryDirectory()
    try NamedImage.base(directory.file("base"), "Q")
    let path = directory.file("image")
    _ = try NamedImage(path, naming: "base", format: "vmdk")
    let disk = try openDisk(path)
    #expect(disk.layers[1].format == .stored("vmdk"))
    try expectClosed(disk, name: "base")
    #expect(disk.findings.first?.message.contains("vmdk") == true)
  }

  @Test func aMissingFileIsReported() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("image")
    _ = try NamedImage(path, naming: "nowhere/base")
    for gate: any OpenGate in [TrustingGate(), FolderGate(ownFolderOf: FilePath(path))] {
      let disk = try openDisk(path, gate: gate)
      try expectClosed(disk, name: "nowhere/base")
      #expect(disk.layers[1].path == FilePath(directory.file("nowhere/base")))
    }
  }

  /// What a broken layer cannot give must not cost what the layers above hold.
  @Test func aBackingFileWithAnUnknownFeatureSpoilsOnlyItsOwnData() throws {
    let directory = try TemporaryDirectory()
    let base = try base(in: directory)
    var bytes = try ImageBytes(contentsOf: base)
    bytes.store(1 << 40, at: 72, width: 8)
    try write(bytes.bytes, to: base)
    let path = directory.file("image")
    _ = try NamedImage(path, naming: "base", format: "qcow2")
    let disk = try openDisk(path)
    #expect(try disk.read(at: .zero, count: half) == letters("O", half))
    #expect(throws: ImageError.self) { try disk.read(at: GuestOffset(UInt64(half)), count: 1) }
  }
}
