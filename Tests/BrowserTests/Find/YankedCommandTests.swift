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

  @Test func theReadCommandPrintsTheBytes() throws {
    let needles = try oddlyNamed()
    let pilot = try needles.pilot()
    try pilot.go(to: "0xffe0")
    try pilot.press("v")
    try pilot.go(to: "0x10008")
    let line = try yanked(pilot, "y q").text
    let raw = try contents(of: needles.raw)
    #expect(try run(line + " | od -An -v -tu1 -w1").bytes == Array(raw[0xffe0...0x10008]))
    // The whole screen where nothing is selected.
    try pilot.press("Esc g g")
    let screen = try yanked(pilot, "y q").text
    let rows = try pilot.hexLines().count
    #expect(try run(screen + " | od -An -v -tu1 -w1").bytes == Array(raw[0..<rows * 16]))
  }

  @Test func qemuIoReadsTheSame() throws {
    let needles = try oddlyNamed()
    let pilot = try needles.pilot()
    try pilot.find("Needle")
    let other = try #require(try yanked(pilot, "y q").others.first)
    #expect(try run(other).contains("00001000:  4e 65 65 64 6c 65"))
  }

  @Test func theFilesBytesAreReadByDd() throws {
    let needles = try oddlyNamed()
    let pilot = try needles.pilot()
    try pilot.press("s g g l v l l l l l l l l")
    let line = try yanked(pilot, "y q").text
    let file = try contents(of: needles.path)
    #expect(try run(line + " | od -An -v -tu1 -w1").bytes == Array(file[1...9]))
  }

  @Test func aSnapshotsBytesAreReadFromIt() throws {
    let needles = try oddlyNamed()
    try succeed("qemu-img", ["snapshot", "-c", "be fore", needles.path])
    try QEMU.io(needles.path, ["write -P 1 0 64k"])
    let pilot = try needles.pilot()
    try pilot.press("5 Enter 3")
    try pilot.find("Needle")
    let line = try yanked(pilot, "y q").text
    #expect(try run(line) == "Needle")
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

extension String {
  /// The numbers in it, as `od` prints bytes.
  fileprivate var bytes: [UInt8] { split { $0 == " " || $0 == "\n" }.compactMap { UInt8($0) } }
}
