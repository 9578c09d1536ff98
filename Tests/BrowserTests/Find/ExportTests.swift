import Browser
import Foundation
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// Writing bytes and lists to new files.
@Suite struct ExportTests {
  private func export(_ pilot: Pilot, _ path: String, by key: String = "x") throws {
    try pilot.press(key)
    pilot.type(path)
    try pilot.press("Enter")
  }

  private func areSame(_ raw: String, _ range: Range<UInt64>, _ copy: String) throws -> Bool {
    let script = "tail -c +\(range.lowerBound + 1) \"$0\" | head -c \(range.count) | cmp - \"$1\""
    return try run("bash", ["-c", script, raw, copy]).succeeded
  }

  @Test func theExtentTheSelectionAndTheDisk() throws {
    let needles = try Needles()
    let pilot = try needles.pilot()
    let file = needles.directory.file
    try pilot.press("x")
    #expect(pilot.model.prompt?.preview == "extent, guest 0x0..0x1ffff, 128 KiB")
    try pilot.press("Esc")
    try export(pilot, file("extent"))
    #expect(try areSame(needles.raw, 0..<0x20000, file("extent")))
    #expect(
      pilot.message.hasPrefix("\(file("extent")) has the extent, guest 0x0..0x1ffff, 128 KiB: "))
    #expect(pilot.message.hasSuffix(" stored, the rest is holes"))
    try pilot.find("Needle")
    try pilot.press("n")
    try export(pilot, file("hit"))
    #expect(try contents(of: file("hit")) == Array("Needle".utf8))
    try export(pilot, file("disk"), by: "X")
    #expect(try run("cmp", [needles.raw, file("disk")]).succeeded)
    let blocks = try succeed("stat", ["-c", "%b", file("disk")]).split(separator: "\n")[0]
    #expect(try #require(Int(blocks)) * 512 <= 1 << 20, "holes stay holes")
  }

  @Test func bytesOfTheFileAndOfASnapshot() throws {
    let needles = try Needles()
    try succeed("qemu-img", ["snapshot", "-c", "before", needles.path])
    try QEMU.io(needles.path, ["write -P 1 0 64k"])
    let pilot = try needles.pilot()
    let file = needles.directory.file
    try pilot.press("s g g l v l l l l")
    try export(pilot, file("header"))
    #expect(try contents(of: file("header")) == Array(try contents(of: needles.path)[1...5]))
    try pilot.press("s 5 Enter 3")
    try export(pilot, file("before"), by: "X")
    #expect(pilot.message.contains(" has the snapshot before, guest 0x0..0x3ffffff, 64 MiB: "))
    #expect(try run("cmp", [needles.raw, file("before")]).succeeded)
  }

  @Test func whatExistsStaysAsItIs() throws {
    let needles = try Needles()
    let pilot = try needles.pilot()
    let (file, link) = (needles.directory.file("old"), needles.directory.file("link"))
    try write([7], to: file)
    try succeed("ln", ["-s", needles.directory.file("nowhere"), link])
    for path in [file, link, needles.path] {
      let before = try? contents(of: path)
      try export(pilot, path)
      #expect(pilot.message == "\(path) exists already and stays as it is")
      try pilot.press("7")
      try export(pilot, path)
      #expect(pilot.message == "\(path) exists already and stays as it is")
      #expect((try? contents(of: path)) == before)
      try pilot.press("3")
    }
    #expect(try contents(of: file) == [7])
    try export(pilot, needles.directory.file("none/x"))
    #expect(pilot.message.hasSuffix("none/x: open: No such file or directory"), "\(pilot.message)")
  }

  @Test func whatCannotBeReadLeavesNoFile() throws {
    let needles = try Needles()
    let hit = try #require(try Needles.places(of: Array("Needle".utf8), in: needles.path).last)
    let storage = FaultyStorage(try openStorage(needles.path), bad: [hit..<hit + 1])
    let pilot = Pilot(try Image(storage), screen: .hex)
    let path = needles.directory.file("copy")
    try export(pilot, path, by: "X")
    #expect(pilot.model.message?.level == .error)
    #expect(pilot.message.hasPrefix("not everything can be read: "))
    #expect(pilot.message.hasSuffix("; qemu-img convert --salvage writes zeros for what is lost"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func listsAsTextAndJSON() throws {
    let needles = try Needles()
    let pilot = try needles.pilot(width: 140)
    let file = needles.directory.file
    try pilot.find("Needle")
    try pilot.press("& o")
    try export(pilot, file("hits.json"))
    #expect(pilot.message == "\(file("hits.json")) has 3 rows of the list Hits")
    let data = Data(try contents(of: file("hits.json")))
    let rows = try #require(
      (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["hits"] as? [[String: Any]])
    #expect(rows.map { $0["guest"] as? UInt64 } == Needles.places.reversed(), "as they are sorted")
    #expect(rows.allSatisfy { $0["bytes"] as? Int == 6 })
    try pilot.press("f f")
    pilot.type("0xfffd")
    try pilot.press("Enter")
    try export(pilot, file("hits.txt"))
    let text = String(decoding: try contents(of: file("hits.txt")), as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 2 && lines[1].hasPrefix("D     0xfffd"), "\(text)")
    #expect(lines[0].hasPrefix("mark  guest   bytes  host"), "\(text)")
  }

  @Test(arguments: ["5", "6", "7", "8", "9", "%"])
  func everyListCanBeWritten(key: String) throws {
    let directory = try TemporaryDirectory()
    let pilot = Pilot(try Demo.spoilt(), width: 120, height: 30)
    try pilot.press(key)
    let path = directory.file("list.json")
    try export(pilot, path)
    let answer = try JSONSerialization.jsonObject(with: Data(try contents(of: path)))
    let list = try #require((answer as? [String: Any])?.values.first as? [[String: Any]])
    #expect(list.count == pilot.model.listCount(pilot.model.focus))
    #expect(!list.isEmpty)
  }

  /// An export on a thread of its own.
  @Test func whatIsStoppedLeavesNoFile() async throws {
    let needles = try Needles()
    let storage = GatedStorage(try openStorage(needles.path))
    var model = Model(try Image(storage).alone, size: Size(width: 80, height: 24))
    model.show(.hex)
    let browser = Browser(model, Jobs())
    browser.synchronize()
    let path = needles.directory.file("copy")
    storage.shut()
    let typed = [KeyPress(.character("X"))] + path.unicodeScalars.map { KeyPress(.character($0)) }
    for key in typed + [KeyPress(.enter)] { _ = browser.handle(.key(key)) }
    try await eventually("it writes") {
      browser.synchronize()
      return FileManager.default.fileExists(atPath: path)
    }
    #expect(browser.handle(.key(KeyPress(.character("q")))), "leaving is asked for once")
    #expect(browser.model.message?.text == "the export still runs, q again leaves it")
    _ = browser.handle(.interrupt)
    storage.open()
    try await eventually("it says that it stopped") {
      browser.synchronize()
      return browser.model.message?.text == "\(path): stopped; what was written is removed"
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
