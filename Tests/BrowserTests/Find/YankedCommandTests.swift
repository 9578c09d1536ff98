import Browser
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// The commands that are copied do what they say.
@Suite struct YankedCommandTests {
  private static let command = BuiltProgram("qcow2", variable: "QCOW2")
  private static let browser = BuiltProgram("qcow2-tui", variable: "QCOW2_TUI")

  /// Runs a copied line in a shell.
  private func run(_ line: String) throws -> String {
    let script = """
      qcow2() { "$0" "$@"; }
      qcow2-tui() { setsid -w env LC_ALL=C.UTF-8 XDG_CONFIG_HOME=/nowhere "$browser" "$@"; }
      browser="$1"; eval "$2"
      """
    return try succeed("bash", ["-c", script, Self.command.path, Self.browser.path, line])
  }

  private func yanked(_ pilot: Pilot, _ keys: String) throws -> Yank {
    try pilot.press(keys)
    return try #require(pilot.model.shell.yank)
  }

  /// An image whose name a shell would take apart.
  private func oddlyNamed() throws -> Needles {
    try Needles(name: "a disk's $(name)\n.qcow2")
  }

  @Test(arguments: ["3", "3 s"])
  func theCommandPrintsTheScreen(keys: String) throws {
    let needles = try oddlyNamed()
    let pilot = try needles.pilot()
    try pilot.press(keys)
    // The whole screen, and then what is selected.
    #expect(try dumped(try run(try yanked(pilot, "y q").text)) == pilot.bytesOnScreen())
    try pilot.go(to: "0xffe0")
    try pilot.press("v l l l j j j")
    let bounds = try #require(pilot.model.selection?.bounds)
    let name = pilot.model.selection?.space == .guest ? needles.raw : needles.path
    let wanted = try contents(of: name)[Int(bounds.lowerBound)..<Int(bounds.upperBound)]
    #expect(wanted.contains { $0 != 0 } || keys == "3 s")
    #expect(try dumped(try run(try yanked(pilot, "y q").text)) == Array(wanted))
  }

  @Test func qemuIoReadsTheSame() throws {
    let needles = try oddlyNamed()
    let pilot = try needles.pilot()
    try pilot.find("Needle")
    let other = try #require(try yanked(pilot, "y q").others.first)
    #expect(try run(other).contains("00001000:  4e 65 65 64 6c 65"))
  }

  @Test func aSnapshotsBytesAreReadFromIt() throws {
    let needles = try oddlyNamed()
    try succeed("qemu-img", ["snapshot", "-c", "be fore", needles.path])
    try QEMU.io(needles.path, ["write -P 1 0 64k"])
    let pilot = try needles.pilot()
    try pilot.press("5 Enter 3")
    try pilot.find("Needle")
    let line = try yanked(pilot, "y q").text
    #expect(try dumped(try run(line)) == Array("Needle".utf8))
  }

  @Test(
    arguments: [
      ("2", "\"data\": true"), ("5", ""), ("6", ""), ("7", "disk"), ("8", ""), ("9", ""),
      ("%", ""), ("1 Tab", "cluster_bits"),
    ])
  func everyViewHasACommand(keys: String, words: String) throws {
    let needles = try oddlyNamed()
    let pilot = try needles.pilot()
    try pilot.press(keys)
    let yank = try yanked(pilot, "y q")
    for line in [yank.text] + yank.others {
      let answer = try run(line)
      if line == yank.others.last ?? yank.text, line.contains("map") {
        #expect(answer.contains(words))
      }
    }
  }

  @Test func theHitsAreFoundByTheCommand() throws {
    let needles = try oddlyNamed()
    let pilot = try needles.pilot()
    try pilot.find("ri:N(e)+d")
    try pilot.press("&")
    let answer = try run(try yanked(pilot, "y q").text)
    for place in Needles.places { #expect(answer.contains("\(GuestOffset(place))")) }
  }

  @Test(
    arguments: [
      ("3", "0x10008"), ("2 + +", "20M"), ("1", "1M"), ("2 s + + G", "0"), ("3 s G", "0x1000"),
      ("2 s 3 s", "0x1000"), ("5 Enter 3", "0x1000"), ("7", "2M"),
    ])
  func theLinkReopensTheScreen(keys: String, place: String) throws {
    let needles = try oddlyNamed()
    try succeed("qemu-img", ["snapshot", "-c", "be fore", needles.path])
    try QEMU.io(needles.path, ["write -P 1 0 64k"])
    let pilot = Pilot(disk: try Disk(FilePath(needles.path)))
    try pilot.go(to: place)
    try pilot.press(keys)
    let line = try yanked(pilot, "y l Esc").text
    let view = pilot.model.screen.name.lowercased()
    let printed = try run(line + " --print \(view)")
    let shown = pilot.drawn().lines
    #expect(
      printed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        .prefix(shown.count - 1) == shown.dropLast()[...])
  }

  @Test func theLinkReopensALayer() throws {
    let needles = try Needles()
    let top = needles.directory.file("top.qcow2")
    try QEMU.create(top, size: "64M", arguments: ["-b", needles.path, "-F", "qcow2"])
    let folder = FilePath(needles.directory.path)
    let disk = try Disk(FilePath(top), gate: FolderGate(ownFolderOf: FilePath(top)))
    #expect(disk.layers.count == 2, "\(folder)")
    let pilot = Pilot(disk: disk, options: ["--trust-chain"])
    try pilot.press("7 j Enter 3")
    try pilot.find("Needle")
    let line = try yanked(pilot, "y l Esc").text
    #expect(line.contains(" --trust-chain --layer 1 "))
    let printed = try run(line + " --print hex").split(separator: "\n")
    #expect(String(printed[0]) == pilot.drawn().lines[0])
    #expect(printed.contains { $0.contains("4e 65 65 64 6c 65") })
  }
}

/// The bytes of a dump, in which a star stands for rows like the one above it.
func dumped(_ text: String) throws -> [UInt8] {
  var (bytes, start, isFolded): ([UInt8], Int?, Bool) = ([], nil, false)
  for line in text.split(separator: "\n") {
    if line == "*" {
      isFolded = true
      continue
    }
    let words = line.prefix { $0 != "|" && $0 != ">" }.split(separator: " ")
    let place = try #require(Int(words[0], radix: 16))
    let first = start ?? place
    start = first
    while isFolded, bytes.count < place - first { bytes.append(bytes[bytes.count - 16]) }
    #expect(bytes.count == place - first)
    isFolded = false
    bytes += words.dropFirst().compactMap { UInt8($0, radix: 16) }
  }
  return bytes
}

extension Pilot {
  /// The bytes on the hex view, as they are drawn.
  func bytesOnScreen() throws -> [UInt8] {
    let columns = try #require(model.hexLayout)
    let first = columns.column(ofByte: 0)
    return try hexLines().flatMap { line in
      line.dropFirst(first).prefix(columns.column(ofText: 0) - first)
        .split(separator: " ").compactMap { UInt8($0, radix: 16) }
    }
  }
}
