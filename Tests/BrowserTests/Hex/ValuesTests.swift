import Browser
import Foundation
import QCOW2
import Surface
import TestSupport
import Testing

/// The values of the bytes under the cursor, against what Foundation makes of the same bytes.
@Suite struct ValuesTests {
  private let directory: TemporaryDirectory
  private let path: String
  private let bytes: [UInt8]

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("values.qcow2")
    let raw = directory.file("raw")
    var random = SplitMix64(seed: 7)
    var bytes = (0..<2048).map { _ in UInt8.random(in: 1...255, using: &random) }
    bytes.replaceSubrange(0..<8, with: [0x80, 0x43, 0x6d, 0x38, 0, 0, 0, 0])
    bytes.replaceSubrange(16..<36, with: Array("Grüße \u{1b}[2J aus dem".utf8.prefix(19)) + [0])
    bytes.replaceSubrange(64..<74, with: [0x47, 0, 0xfc, 0, 0xdf, 0, 0x65, 0, 0, 0])
    // 2011-07-09 13:05:58 as FAT writes it, and 2020-02-29 00:00:00 as Windows does.
    bytes.replaceSubrange(128..<132, with: [0xbd, 0x68, 0xe9, 0x3e])
    let ticks = UInt64(1_582_934_400 + 11_644_473_600) * 10_000_000
    bytes.replaceSubrange(
      144..<152, with: (0..<8).map { UInt8(truncatingIfNeeded: ticks >> UInt64(8 * $0)) })
    self.bytes = bytes
    try write(bytes, to: raw)
    try QEMU.convert(raw, to: path, options: ["cluster_size=512"])
  }

  private func pilot(at place: Int, _ width: Int = 120, _ height: Int = 40) throws -> Pilot {
    let pilot = try Pilot(path: path, width: width, height: height, screen: .hex)
    try pilot.go(to: "\(place)")
    return pilot
  }

  /// The text of a value, up to the end of its line or column.
  private func value(_ label: String, _ pilot: Pilot) throws -> String {
    let area = try #require(pilot.model.layout.values)
    for line in pilot.drawn().lines[area.y..<area.maxY] {
      let text = " " + String(line.dropFirst(area.x)) + "  "
      guard let start = text.range(of: " \(label) ") else { continue }
      let rest = text[start.upperBound...].drop { $0 == " " }
      let end = rest.range(of: "  ")
      return String(end.map { rest[..<$0.lowerBound] } ?? rest)
    }
    Issue.record("no \(label) on the screen")
    return ""
  }

  private func number<T: FixedWidthInteger>(_: T.Type, _ place: Int, isBig: Bool) -> T {
    let size = T.bitWidth / 8
    let own = isBig ? Array(bytes[place..<place + size]) : bytes[place..<place + size].reversed()
    return own.reduce(0) { ($0 << 8) | T(truncatingIfNeeded: $1) }
  }

  @Test func numbersAreReadInBothOrders() throws {
    for place in [0, 17, 300, 501] {
      let pilot = try pilot(at: place)
      for isBig in [false, true] {
        #expect(try value("u8", pilot) == "\(bytes[place])")
        #expect(try value("i8", pilot) == "\(Int8(bitPattern: bytes[place]))")
        #expect(try value("u16", pilot) == "\(number(UInt16.self, place, isBig: isBig))")
        #expect(try value("i16", pilot) == "\(number(Int16.self, place, isBig: isBig))")
        #expect(try value("u32", pilot) == "\(number(UInt32.self, place, isBig: isBig))")
        #expect(try value("i32", pilot) == "\(number(Int32.self, place, isBig: isBig))")
        #expect(try value("u64", pilot) == "\(number(UInt64.self, place, isBig: isBig))")
        #expect(try value("i64", pilot) == "\(number(Int64.self, place, isBig: isBig))")
        let float = Float(bitPattern: number(UInt32.self, place, isBig: isBig))
        #expect(try value("f32", pilot) == "\(float)")
        let double = Double(bitPattern: number(UInt64.self, place, isBig: isBig))
        #expect(try value("f64", pilot) == "\(double)")
        try pilot.press("e")
      }
    }
  }

  private func moment(_ seconds: Double) -> String {
    let formatter = DateFormatter()
    formatter.dateFormat = "yyyy-MM-dd HH:mm:ss"
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    formatter.locale = Locale(identifier: "en_US_POSIX")
    return formatter.string(from: Date(timeIntervalSince1970: seconds))
  }

  @Test func momentsAreTold() throws {
    let seconds = Double(number(UInt32.self, 0, isBig: false))
    #expect(try value("unix32", pilot(at: 0)) == moment(seconds))
    #expect(try value("unix64", pilot(at: 0)) == moment(seconds))
    #expect(try value("dos", pilot(at: 128)) == "2011-07-09 13:05:58")
    #expect(try value("filetime", pilot(at: 144)) == "2020-02-29 00:00:00")
    #expect(try value("unix64", pilot(at: 144)) == "no date")
    let random = Double(number(Int32.self, 300, isBig: false))
    #expect(try value("unix32", pilot(at: 300)) == moment(random))
  }

  @Test func namesAreReadInBothOrders() throws {
    let pilot = try pilot(at: 300)
    let b = bytes[300..<316].map { $0 }
    let plain = UUID(
      uuid: (
        b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13],
        b[14], b[15]
      ))
    let mixed = UUID(
      uuid: (
        b[3], b[2], b[1], b[0], b[5], b[4], b[7], b[6], b[8], b[9], b[10], b[11], b[12], b[13],
        b[14], b[15]
      ))
    #expect(pilot.drawn().text.contains(mixed.uuidString))
    try pilot.press("e")
    #expect(pilot.drawn().text.contains(plain.uuidString.lowercased()))
  }

  /// Text that would move the terminal's cursor is written out.
  @Test func textIsEscaped() throws {
    #expect(try value("utf-8", pilot(at: 16)) == "\"Grüße <1B>[2J aus de\"")
    #expect(try value("utf-16", pilot(at: 64)) == "\"Güße\"")
    let zero = try pilot(at: 35)
    #expect(bytes[35] == 0)
    #expect(try value("utf-8", zero) == "none")
  }

  @Test func whatIsPastTheEndIsSaid() throws {
    let pilot = try pilot(at: 2045)
    #expect(try value("u16", pilot) == "\(number(UInt16.self, 2045, isBig: false))")
    for label in ["u32", "u64", "f32", "unix32"] {
      #expect(try value(label, pilot) == "past the end of the disk")
    }
    try pilot.press("s G")
    #expect(try value("u16", pilot) == "past the end of the file")
  }

  @Test func whatCannotBeReadIsSaid() throws {
    let host = try #require(Image(openStorage(path)).mapping(at: GuestOffset(1024)).host)
    let bad = host.rawValue..<host.rawValue + 512
    let pilot = Pilot(
      try Image(FaultyStorage(try openStorage(path), bad: [bad])), width: 120, height: 40,
      screen: .hex)
    try pilot.go(to: "1022")
    #expect(try value("u16", pilot) == "\(number(UInt16.self, 1022, isBig: false))")
    #expect(try value("u32", pilot) == "cannot be read")
    try pilot.press("l l")
    #expect(try value("u8", pilot) == "cannot be read")
  }

  /// The format's own numbers are big-endian: the first four bytes of a file are its magic.
  @Test func theFileIsReadBigEndian() throws {
    let pilot = try pilot(at: 0)
    try pilot.press("s g g l l l l")
    #expect(try value("u32", pilot) == "3")
    try pilot.press("e")
    #expect(try value("u32", pilot) == "\(3 << 24)")
    // Each space keeps its own.
    try pilot.press("s")
    #expect(try value("u16", pilot) == "\(number(UInt16.self, 0, isBig: false))")
  }

  @Test(arguments: [(80, 24), (40, 12), (120, 40), (200, 60)])
  func theyComeAndGo(size: (Int, Int)) throws {
    for screen in [Screen.hex, .main] {
      let pilot = try Pilot(path: path, width: size.0, height: size.1, screen: screen)
      let isThere = pilot.model.layout.values != nil
      #expect(isThere == (size.0 >= 120))
      try pilot.press("i")
      #expect((pilot.model.layout.values != nil) != isThere)
      try pilot.press("i")
      #expect((pilot.model.layout.values != nil) == isThere)
      if !isThere { try pilot.press("i") }
      #expect(try value("u8", pilot) == "128")
      try pilot.expectCursorInSight()
    }
  }
}
