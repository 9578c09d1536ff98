import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// The hex view's rows against the bytes that QEMU reads.
@Suite struct HexTests {
  @Test(arguments: [(8, 1, 80), (16, 2, 80), (32, 3, 160)])
  func rowsAreTheBytesThatQEMUReads(bytesPerRow: Int, presses: Int, width: Int) throws {
    let pattern = try Pattern()
    let raw = try QEMU.guestBytes(of: pattern.path)
    let pilot = try Pilot(pattern, width: width, height: 30, screen: .hex)
    try pilot.press("w", times: presses)
    var random = SplitMix64(seed: UInt64(bytesPerRow))
    let edges = pattern.regions.flatMap { [$0.start, $0.end - 1] }
    for place in edges + (0..<40).map({ _ in .random(in: 0..<pattern.size, using: &random) }) {
      try pilot.go(to: "\(place)")
      try expectRows(pilot, raw, bytesPerRow, pattern)
    }
  }

  private func expectRows(
    _ pilot: Pilot, _ raw: [UInt8], _ bytesPerRow: Int, _ pattern: Pattern
  ) throws {
    let top = Int(pilot.model.hexTop.rawValue)
    #expect(top % bytesPerRow == 0)
    for (index, line) in try pilot.hexLines().enumerated() {
      let first = top + index * bytesPerRow
      guard first < raw.count else {
        #expect(line.isEmpty)
        continue
      }
      let bytes = raw[first..<min(raw.count, first + bytesPerRow)]
      let region = pattern.regions.first { $0.end > UInt64(first) }
      let letter = region.map { Self.letters[$0.kind] ?? "?" } ?? "?"
      #expect(line == Self.row(letter, first, Array(bytes)))
    }
  }

  private static let letters: [ExtentKind: String] = [
    .data: "D", .compressed: "C", .zeroPlain: "z", .zeroAllocated: "Z", .unallocated: ".",
  ]

  /// A row as the design draws it: letter, twelve digits, bytes in groups of eight, characters.
  static func row(_ letter: String, _ first: Int, _ bytes: [UInt8]) -> String {
    var line = letter + hexadecimal(UInt64(first), 12)
    for (index, byte) in bytes.enumerated() {
      line += index > 0 && index.isMultiple(of: 8) ? "  " : " "
      line += hexadecimal(UInt64(byte), 2)
    }
    let text = bytes.map { (0x20...0x7e).contains($0) ? Character(Unicode.Scalar($0)) : "." }
    line += " " + String(text)
    while line.last == " " { line.removeLast() }
    return line
  }

  private static func hexadecimal(_ value: UInt64, _ width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  @Test func everyPrintableByteIsShownAsItself() throws {
    let directory = try TemporaryDirectory()
    let (raw, path) = (directory.file("raw"), directory.file("all.qcow2"))
    let bytes = (0..<65_536).map { UInt8(truncatingIfNeeded: $0) }
    try write(bytes, to: raw)
    try QEMU.convert(raw, to: path, options: ["cluster_size=65536"])
    let pilot = try Pilot(path: path, width: 80, height: 24, screen: .hex)
    for (index, line) in try pilot.hexLines().enumerated() {
      let first = index * 16
      #expect(line == Self.row("D", first, Array(bytes[first..<first + 16])))
    }
  }

  @Test func aDiskThatEndsWithinARowEndsThere() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("odd.qcow2")
    try QEMU.create(path, size: "512")
    let pilot = try Pilot(path: path, width: 160, height: 30, screen: .hex)
    let lines = try pilot.hexLines()
    #expect(lines.filter { !$0.isEmpty }.count == 16)
    #expect(lines[16].isEmpty)
  }

  @Test func aClickPutsTheCursorOnTheByte() throws {
    let pilot = try Pilot(Pattern(), width: 80, height: 24, screen: .hex)
    let area = try #require(pilot.model.layout.content(of: .hex))
    let hex = try #require(pilot.model.hexLayout)
    for index in 0..<16 {
      pilot.click(x: area.x + hex.column(ofByte: index) + 1, y: area.y + 3)
      #expect(pilot.cursor == UInt64(48 + index))
      pilot.click(x: area.x + hex.column(ofText: index), y: area.y + 2)
      #expect(pilot.cursor == UInt64(32 + index))
    }
  }
}
