import Browser
import Foundation
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// Copying bytes, places and commands.
@Suite struct YankTests {
  private func text(_ pilot: Pilot) throws -> String {
    try #require(pilot.model.shell.yank?.text)
  }

  /// 48 bytes around the first needle, selected.
  private func selected(_ needles: Needles) throws -> Pilot {
    let pilot = try needles.pilot()
    try pilot.go(to: "0xff0")
    try pilot.press("v j j l l l l l l l l l l l l l l l")
    #expect(pilot.model.selection?.bounds == 0xff0..<0x1020)
    return pilot
  }

  @Test func bytesInEveryForm() throws {
    let needles = try Needles()
    let pilot = try selected(needles)
    let part = "tail -c +4081 \"$0\" | head -c 48"
    try pilot.press("y h")
    let hex = try succeed("bash", ["-c", part + " | od -An -v -tx1 -w16", needles.raw])
    let rows = hex.split(separator: "\n").map { $0.dropFirst() }
    #expect(try text(pilot) == rows.joined(separator: "\n"))
    #expect(pilot.message == "48 bytes as hex: sent to the terminal, yy shows it")
    try pilot.press("y b")
    let base64 = try succeed("bash", ["-c", part + " | base64 -w 76", needles.raw])
    #expect(try text(pilot) + "\n" == base64)
    try pilot.press("y a")
    let dots = String(repeating: ".", count: 16)
    #expect(try text(pilot) == dots + "Needle.........." + dots)
    try pilot.press("y c")
    let numbers = try text(pilot).matches(of: /0x([0-9a-f]{2})[,\n]/).compactMap {
      UInt8($0.output.1, radix: 16)
    }
    let raw = try contents(of: needles.raw)
    #expect(numbers == Array(raw[0xff0..<0x1020]))
    #expect(try text(pilot).contains("unsigned char bytes[48] = {"))
    try pilot.press("y j")
    let answer = try JSONSerialization.jsonObject(with: Data(try text(pilot).utf8))
    let json = try #require(answer as? [String: Any])
    #expect(json["offset"] as? Int == 0xff0 && json["length"] as? Int == 48)
    #expect(
      (json["hex"] as? String)?.hasPrefix(String(repeating: "00", count: 16) + "4e65") == true)
    #expect(json["space"] as? String == "guest")
  }

  @Test func withoutASelectionTheRowAndTheOffset() throws {
    let pilot = try Needles().pilot()
    try pilot.go(to: "0x1003")
    try pilot.press("y a")
    #expect(try text(pilot) == "Needle..........")
    try pilot.press("y o")
    #expect(try text(pilot) == "0x1003")
    try pilot.press(":")
    pilot.type("yank hex")
    try pilot.press("Enter")
    #expect(try text(pilot).hasPrefix("4e 65 65 64 6c 65 00"))
  }

  @Test(arguments: YankForm.allCases)
  func longSelectionsAreCutAndSaySo(form: YankForm) throws {
    let pilot = try Needles().pilot()
    try pilot.press("v")
    try pilot.go(to: "1M-1")
    try pilot.press("y \(form.rawValue)")
    let yank = try #require(pilot.model.shell.yank)
    #expect(encodedBase64(yank.text.utf8).utf8.count <= 74_994)
    #expect(yank.text.utf8.count > 40_000, "most of the room is used")
    #expect(yank.lack.contains("of 1,048,576 bytes"))
    #expect(pilot.message.contains(yank.lack))
    try pilot.press("y y")
    #expect(pilot.drawn().lines[3].hasPrefix(" only the first "))
  }

  @Test func thePageHasWhatWasCopied() throws {
    let pilot = try selected(try Needles())
    try pilot.press("y y")
    #expect(pilot.drawn().text.contains("nothing was copied yet"))
    try pilot.press("q y h y y")
    let lines = pilot.drawn().lines
    #expect(lines.contains { $0.hasPrefix(" 4e 65 65 64 6c 65 00 00") })
  }

  @Test func whatCannotBeReadIsNotCopied() throws {
    let needles = try Needles()
    let hit = try #require(try Needles.places(of: Array("Needle".utf8), in: needles.path).first)
    let storage = FaultyStorage(try openStorage(needles.path), bad: [hit..<hit + 1])
    let pilot = Pilot(try Image(storage), screen: .hex)
    try pilot.go(to: "0x1000")
    try pilot.press("y h")
    #expect(pilot.model.shell.yank == nil)
    #expect(pilot.message.hasPrefix("guest 0x1000..0x100f is not copied: "))
  }

  private struct Silence: Waker {
    func wake() {}
  }

  /// A terminal that types some keys and remembers what it gets.
  private final class Recorder: Terminal {
    let size = Size(width: 80, height: 24)
    let depth = ColorDepth.many
    let glyphs = Glyphs.unicode
    let measure: Measure = { _ in 1 }
    let waker: any Waker = Silence()
    var keys: [String]
    var log: [String] = []

    init(_ keys: [String]) { self.keys = keys }

    func present(_ surface: Surface, cursor: Point?, showsCursor: Bool) { log.append("frame") }
    func apply(_ appearance: Appearance) {}
    func waitForEvents(timeout: Duration?) -> [Event] {
      guard let key = KeyPress(keys.isEmpty ? "Q" : keys.removeFirst()) else { return [] }
      return [.key(key)]
    }
    func suspend() {}
    func redraw() {}
    func beep() {}
    func takePastes(_ wants: Bool) {}
    func copy(_ base64: String) { log.append(base64) }
  }

  @Test func theClipboardGetsItBehindTheFrame() throws {
    let needles = try Needles()
    var model = Model(
      try Disk(FilePath(needles.path)), size: Size(width: 80, height: 24))
    model.show(.hex)
    let terminal = Recorder(["y", "o"])
    #expect(Browser(model, Jobs(isInline: true)).run(on: terminal) == .left)
    #expect(terminal.log == ["frame", "frame", "frame", "MHgw"])
  }

  @Test(arguments: 0..<5)
  func base64IsThatOfCoreutils(count: Int) throws {
    let bytes = (0..<count).map { UInt8(250 + $0) }
    #expect(encodedBase64(bytes) == Data(bytes).base64EncodedString())
  }
}
