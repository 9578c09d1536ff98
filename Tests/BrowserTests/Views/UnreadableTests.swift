import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// What cannot be read is `??`, never zeros, and does not hide what can be read beside it.
@Suite struct UnreadableTests {
  private let directory: TemporaryDirectory
  private let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("image.qcow2")
  }

  /// The digits of each row on the hex pane, by the offset of the row.
  private func rows(_ pilot: Pilot) throws -> [UInt64: (letter: Character, digits: Substring)] {
    var rows: [UInt64: (Character, Substring)] = [:]
    for (index, line) in try pilot.hexLines().enumerated() {
      guard let letter = line.first else { continue }
      let start = pilot.model.hexTop.rawValue + UInt64(index * 16)
      rows[start] = (letter, line.dropFirst(14).prefix(48))
    }
    return rows
  }

  private static let unreadable = "?? ?? ?? ?? ?? ?? ?? ??  ?? ?? ?? ?? ?? ?? ?? ??"

  private func expectOnly(
    _ digits: String, _ rows: [UInt64: (letter: Character, digits: Substring)],
    in range: Range<UInt64>
  ) {
    let found = rows.filter { range.contains($0.key) }
    #expect(!found.isEmpty)
    for (start, row) in found { #expect(row.digits == digits, "at \(start)") }
  }

  @Test func aCorruptCompressedClusterHidesNoneOfItsNeighbours() throws {
    try QEMU.create(path, size: "1M", options: ["cluster_size=512"])
    try QEMU.io(
      path, ["write -c -P 65 0 512", "write -c -P 66 512 512", "write -c -P 67 1024 512"])
    var bytes = try ImageBytes(contentsOf: path)
    let host = try #require(
      Image(openStorage(path)).mapping(at: GuestOffset(512)).host?.rawValue)
    // 0xff begins a block of a kind that does not exist.
    bytes.store(Array(repeating: 0xff, count: 4), at: Int(host))
    try write(bytes.bytes, to: path)
    let pilot = try Pilot(path: path, width: 80, height: 110, screen: .hex)
    let rows = try rows(pilot)
    let value = { (byte: String) in Self.unreadable.replacing("??", with: byte) }
    expectOnly(value("41"), rows, in: 0..<512)
    expectOnly(Self.unreadable, rows, in: 512..<1024)
    expectOnly(value("43"), rows, in: 1024..<1536)
    #expect(rows.values.filter { $0.letter == "C" }.count == 96)
    try pilot.go(to: "600")
    #expect(pilot.drawn().text.contains("cannot be read: guest 0x200..0x3ff is lost"))
    try expectRole(.damaged, pilot, at: 700)
  }

  @Test func aClusterPastTheEndOfTheFileIsDamage() throws {
    try QEMU.create(path, size: "1M")
    try QEMU.io(path, ["write -P 65 0 64k", "write -P 66 64k 64k"])
    let image = try Image(openStorage(path))
    let host = try #require(image.mapping(at: GuestOffset(65_536)).host)
    try truncate(path, to: host.rawValue)
    let pilot = try Pilot(path: path, width: 80, height: 24, screen: .hex)
    try pilot.go(to: "65536-32")
    let rows = try rows(pilot)
    expectOnly(Self.unreadable.replacing("??", with: "41"), rows, in: 0..<65_536)
    expectOnly(Self.unreadable, rows, in: 65_536..<131_072)
    #expect(rows[65_536]?.letter == "!")
    try expectRole(.damaged, pilot, at: 65_540)
    try pilot.press("] !")
    #expect(pilot.cursor == 65_536)
    #expect(pilot.message.hasPrefix("damage at 0x10000, 64 KiB long"))
    #expect(pilot.drawn().styleLines.joined().contains("!"))
    // The map shows it in a colour and as a letter.
    try pilot.press("2")
    pilot.resize(30, 12)
    try pilot.press("g g")
    #expect(pilot.drawn().text.contains("!"))
  }

  @Test func aBackingFileIsNamedAndNotTakenForZeros() throws {
    let base = directory.file("base.qcow2")
    try QEMU.create(base, size: "1M")
    try QEMU.io(base, ["write -P 65 0 1M"])
    try QEMU.create(path, size: "1M", arguments: ["-b", "base.qcow2", "-F", "qcow2"])
    try QEMU.io(path, ["write -P 66 64k 64k"])
    let pilot = try Pilot(path: path, width: 100, height: 24, screen: .hex)
    expectOnly(Self.unreadable, try rows(pilot), in: 0..<65_536)
    try expectRole(.backing, pilot, at: 5)
    let ribbon = try #require(pilot.model.layout.ribbon)
    let line = pilot.drawn().lines[ribbon.y]
    #expect(line.contains("base.qcow2"), "\(line)")
    try pilot.go(to: "65536")
    expectOnly(Self.unreadable.replacing("??", with: "42"), try rows(pilot), in: 65_536..<131_072)
  }

  @Test func aSectorThatTheSystemCannotReadIsNotZeros() throws {
    try QEMU.create(path, size: "1M")
    try QEMU.io(path, ["write -P 65 0 128k"])
    let storage = try openStorage(path)
    let host = try #require(Image(storage).mapping(at: .zero).host).rawValue
    let faulty = FaultyStorage(storage, bad: [host + 65_536..<host + 66_048])
    let pilot = Pilot(try Image(faulty), width: 80, height: 24, screen: .hex)
    try pilot.go(to: "65536-32")
    let rows = try rows(pilot)
    expectOnly(Self.unreadable.replacing("??", with: "41"), rows, in: 0..<65_536)
    expectOnly(Self.unreadable, rows, in: 65_536..<66_048)
  }

  /// Looks at the style of a byte beside the cursor.
  private func expectRole(_ role: Role, _ pilot: Pilot, at offset: UInt64) throws {
    let area = try #require(pilot.model.layout.content(of: .hex))
    let hex = try #require(pilot.model.hexLayout)
    let place = Int(offset - pilot.model.hexTop.rawValue)
    let (x, y) = (hex.column(ofByte: place % 16), place / 16)
    #expect(pilot.drawn()[area.x + x, area.y + y].style.role == role)
  }
}
