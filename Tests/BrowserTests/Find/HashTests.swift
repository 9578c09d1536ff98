import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Hashes of bytes, compared with those of coreutils.
@Suite struct HashTests {
  /// What a program of coreutils says of a part of a raw file.
  private func digest(
    _ program: String, _ raw: String, _ range: Range<UInt64>
  ) throws -> Substring {
    let script = "tail -c +\(range.lowerBound + 1) \"$0\" | head -c \(range.count) | \(program)"
    return try succeed("bash", ["-c", script, raw]).prefix { $0 != " " }
  }

  @Test func theClusterTheExtentAndTheSelection() throws {
    let needles = try Needles()
    let pilot = try needles.pilot()
    try pilot.go(to: "0x10005")
    try pilot.press("#")
    let cluster = try digest("sha256sum", needles.raw, 0x10000..<0x20000)
    #expect(pilot.message == "sha256 \(cluster)  guest 0x10000..0x1ffff, 65,536 bytes")
    // With its bytes it is longer than a line, and takes two.
    #expect(pilot.drawn().lines.suffix(2).joined().contains(cluster))
    try pilot.press("V #")
    let extent = try #require(pilot.model.selection?.bounds)
    #expect(extent == 0..<0x20000)
    #expect(pilot.message.contains(try digest("sha256sum", needles.raw, extent)))
    try pilot.press("Esc v l l l #")
    #expect(pilot.message.contains(try digest("sha256sum", needles.raw, 0x10005..<0x10009)))
    #expect(pilot.model.shell.log.messages.contains { $0.text.contains(cluster) })
  }

  @Test(arguments: ["md5", "sha1", "sha224", "sha384", "sha512"])
  func otherHashes(name: String) throws {
    let needles = try Needles()
    let pilot = try needles.pilot()
    try pilot.press(":")
    pilot.type("hash \(name)")
    try pilot.press("Enter")
    let expected = try digest(name + "sum", needles.raw, 0..<0x10000)
    #expect(pilot.message.hasPrefix("\(name) \(expected)  "))
  }

  @Test func whatIsNoHashIsRefused() throws {
    let pilot = try Needles().pilot()
    try pilot.press(":")
    pilot.type("hash crc")
    try pilot.press("Enter")
    #expect(pilot.model.prompt?.preview.contains("the hashes are md5, sha1") == true)
  }

  @Test func bytesOfTheFile() throws {
    let needles = try Needles()
    let pilot = try needles.pilot()
    try pilot.press("s g g #")
    #expect(pilot.message.contains(try digest("sha256sum", needles.path, 0..<0x10000)))
    #expect(pilot.message.hasSuffix("  file 0x0..0xffff, 65,536 bytes"))
    // The last cluster is as long as the file is.
    try pilot.press("G #")
    let end = try pilot.model.image.storage.byteCount()
    let last = try digest("sha256sum", needles.path, (end - 1) / 0x10000 * 0x10000..<end)
    #expect(pilot.message.contains(last))
  }

  @Test func theChosenRunAndVolume() throws {
    let needles = try Needles()
    let pilot = try needles.pilot(screen: .map)
    try pilot.press("r #")
    let run = try #require(pilot.model.runs?.rows.first?.range)
    let bounds = run.lowerBound.rawValue..<run.upperBound.rawValue
    #expect(pilot.message.contains(try digest("sha256sum", needles.raw, bounds)))
    try pilot.press("9 #")
    #expect(pilot.message.contains(try digest("sha256sum", needles.raw, 0..<(64 << 20))))
  }

  @Test func whatCannotBeReadHasNoHash() throws {
    let needles = try Needles()
    let hit = try #require(try Needles.places(of: Array("Needle".utf8), in: needles.path).first)
    let storage = FaultyStorage(try openStorage(needles.path), bad: [hit..<hit + 1])
    let pilot = Pilot(try Image(storage), screen: .hex)
    try pilot.press("#")
    #expect(pilot.model.message?.level == .error)
    #expect(pilot.message.hasPrefix("sha256 of guest 0x0..0xffff: "))
  }

  @Test func aHashStopsOnInterrupt() async throws {
    let needles = try Needles()
    let storage = GatedStorage(try openStorage(needles.path))
    let browser = Browser(
      Model(try Image(storage).alone, size: Size(width: 80, height: 24)), Jobs())
    browser.synchronize()
    storage.shut()
    _ = browser.handle(.key(KeyPress(.character("#"))))
    try await eventually("it runs") {
      browser.synchronize()
      return browser.model.shell.running.contains(.hash)
    }
    _ = browser.handle(.interrupt)
    storage.open()
    try await eventually("it says that it stopped") {
      browser.synchronize()
      return browser.model.message?.text == "sha256 of guest 0x0..0xffff: stopped"
    }
  }
}
