import Browser
import Foundation
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// The lines of the chain view: what each file is, and why one is not open.
@Suite struct ChainRowTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func overlay(_ name: String, _ backing: String, _ format: String?) throws {
    try QEMU.create(
      directory.file(name), size: "1M",
      arguments: ["-u", "-b", backing] + (format.map { ["-F", $0] } ?? []))
  }

  private func pilot(
    _ name: String, _ gate: (any OpenGate)? = nil, width: Int = 100, height: Int = 40
  ) throws -> Pilot {
    let path = FilePath(directory.file(name))
    let gate = gate ?? FolderGate(ownFolderOf: path)
    let pilot = try Pilot(
      disk: Disk(path, gate: gate), width: width, height: height, screen: .chain)
    pilot.browser.reopen = { files throws(ImageError) in
      try Disk(path, gate: WidenedGate(gate, allowing: files))
    }
    return pilot
  }

  private func setTime(_ name: String, _ seconds: Double) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: seconds)],
      ofItemAtPath: directory.file(name))
  }

  @Test func everyFileIsALine() throws {
    try write(Array(repeating: 7, count: 5000), to: directory.file("base.raw"))
    try QEMU.create(
      directory.file("middle"), size: "1M",
      options: ["data_file=\(directory.file("middle.data"))"])
    try succeed(
      "qemu-img", ["rebase", "-u", "-b", "base.raw", "-F", "raw", directory.file("middle")])
    try overlay("top", "middle", "qcow2")
    for (name, seconds) in [("base.raw", 86_400.0), ("middle", 90_061), ("top", 90_000)] {
      try setTime(name, seconds)
    }
    let pilot = try pilot("top")
    let rows = pilot.model.chain
    #expect(rows.map(\.layer) == [0, 1, 1, 2])
    #expect(rows.map(\.isDataFile) == [false, false, true, false])
    #expect(rows.map(\.verdict) == [.open, .newer(seconds: 61), .open, .open])
    #expect(rows.map(\.virtualSize) == [1 << 20, 1 << 20, nil, 5000])
    let lengths = try ["top", "middle", "middle.data", "base.raw"].map {
      try UInt64(contents(of: directory.file($0)).count)
    }
    #expect(rows.map(\.fileSize) == lengths)
    let lines = pilot.drawn().lines
    #expect(lines[4].hasPrefix(" 0  ┬ "))
    #expect(lines[5].hasPrefix(" 1  ├ middle "))
    #expect(lines[5].contains("1970-01-02 01:01  newer than layer 0"))
    #expect(lines[6].hasPrefix("    ├─ data: "))
    #expect(lines[7].hasPrefix(" 2  └ base.raw "))
    try pilot.press("j")
    #expect(pilot.drawn().text.contains("open, but changed 61 s after the layer above"))
  }

  @Test func aLoopSaysWhereItComesBackTo() throws {
    try overlay("a", "b", "qcow2")
    try overlay("b", "a", "qcow2")
    // Which was written last would be another thing to say.
    for name in ["a", "b"] { try setTime(name, 90_000) }
    let pilot = try pilot("a")
    #expect(pilot.model.chain.map(\.verdict) == [.open, .open, .loop(to: 0)])
    #expect(pilot.drawn().text.contains("LOOP to layer 0"))
    try pilot.press("G j j a")
    #expect(pilot.message.contains("already"))
    try pilot.press("Enter")
    #expect(pilot.model.choice == nil)
  }

  @Test func aGuessedFormatSaysSo() throws {
    try write(Array(repeating: 7, count: 5000), to: directory.file("base"))
    // qemu-img insists on a format, so the extension that stores it is renamed.
    try overlay("top", "base", "raw")
    var image = try ImageBytes(contentsOf: directory.file("top"))
    let magic = try #require(image.bytes.firstRange(of: [0xe2, 0x79, 0x2a, 0xca]))
    image.store(0x1234_5678, at: magic.lowerBound, width: 4)
    try write(image.bytes, to: directory.file("top"))
    let pilot = try pilot("top")
    #expect(pilot.drawn().text.contains("raw, guessed"))
    try pilot.press("j")
    #expect(pilot.drawn().text.contains("guessed from its first bytes"))
  }

  @Test func aRefusedDataFileCanBeAllowed() throws {
    let elsewhere = try TemporaryDirectory()
    let data = elsewhere.file("data")
    try QEMU.create(directory.file("image"), size: "1M", options: ["data_file=\(data)"])
    try QEMU.io(directory.file("image"), ["write -P 0x61 0 64k"])
    let pilot = try pilot("image")
    try pilot.press("j")
    let refused = pilot.drawn().text
    for words in ["data: ", "refused: ", "--allow-path", "path    \(data)", "a opens it"] {
      #expect(refused.contains(words), "\(words)")
    }
    try pilot.press("a")
    #expect(pilot.message == "\(data) is open")
    #expect(pilot.model.chain.map(\.verdict) == [.open, .open])
    try pilot.press("3")
    #expect(try pilot.hexLines()[0].hasPrefix("D000000000000 61 61"))
  }

  @Test func whatIsGoneStaysClosedAndSaysWhy() throws {
    try overlay("top", "gone", "qcow2")
    let pilot = try pilot("top")
    try pilot.press("j a")
    #expect(pilot.message.contains("is still not open: "))
    try overlay("top", "json:{\"driver\":\"null-co\"}", "raw")
    let json = try self.pilot("top")
    try json.press("j a")
    #expect(json.message.contains("is not a file and is never opened"))
  }

  /// Names that are too long end in an ellipsis, in either character set.
  @Test func longNamesAreCutVisibly() throws {
    try overlay("top", "naïve-" + String(repeating: "x", count: 80), "qcow2")
    let pilot = try pilot("top", width: 60, height: 12)
    #expect(pilot.drawn().lines[5].contains("└ naïve-xxxxx"))
    #expect(pilot.drawn().lines[5].contains("x… "))
    let ascii = pilot.drawn(.ascii)
    #expect(ascii.lines[5].contains("+ na<U+00EF>ve-xxx"))
    #expect(ascii.lines[5].contains("x~ "))
    #expect(ascii.cells.allSatisfy { $0.scalar.isASCII })
  }

  @Test func aClickChoosesTheRowAndTwoShowIt() throws {
    try overlay("base", "nothing", "raw")
    try overlay("top", "base", "qcow2")
    let pilot = try pilot("top")
    pilot.click(x: 10, y: 5)
    #expect(pilot.model.chosen[.chain] == 1)
    #expect(pilot.model.choice == nil)
    // Below the rows there is nothing to choose.
    pilot.click(x: 10, y: 12)
    #expect(pilot.model.chosen[.chain] == 1)
    pilot.click(x: 10, y: 5)
    pilot.click(x: 10, y: 5)
    #expect(pilot.model.choice == "layer 1 base")
  }
}
