import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Text from an image or a file's name can neither move the cursor nor lie about itself.
@Suite struct HostileTextTests {
  /// ESC with a sequence that clears the screen, line ends, C1, marks that turn text round or hide
  /// it, a byte that is not UTF-8.
  private static let hostile: [UInt8] =
    Array("a\u{1b}[2J\r\n\u{9b}31m\u{202e}exe\u{2066}\u{200b}\u{2028}\u{301}\u{feff}\u{7f}".utf8)
    + [0xff]

  private let directory: TemporaryDirectory
  private let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("image.qcow2")
    try QEMU.create(path, size: "1M")
  }

  private func expectPrintable(_ pilot: Pilot) throws {
    for screen in ["1", "2", "3", "1 Tab G", "1 Tab Tab G", "1 Tab Tab Tab PgDn", "?"] {
      try pilot.press(screen)
      for scalar in pilot.drawn().cells.map(\.scalar) where !(0x20...0x7e).contains(scalar.value) {
        let isOurs = "─│┬┤·░▒▓█╌▴▾…".unicodeScalars.contains(scalar)
        #expect(isOurs, "U+\(String(scalar.value, radix: 16)) after \(screen)")
      }
    }
    try pilot.press("q")
  }

  @Test func inTheNameOfTheBackingFile() throws {
    var image = try ImageBytes(contentsOf: path)
    image.store(Self.hostile, at: 0x1000)
    image.store(0x1000, at: 8, width: 8)
    image.store(UInt64(Self.hostile.count), at: 16, width: 4)
    let opened = try Image(MemoryStorage(image.bytes, name: "hostile"))
    #expect(opened.inspection.backingFileName?.array == Self.hostile)
    let pilot = Pilot(opened, width: 160, height: 40)
    try expectPrintable(pilot)
    try pilot.press("3")
    #expect(pilot.drawn().text.contains("a<1B>[2J<0D><0A><9B>31m<U+202E>exe<U+2066>"))
  }

  @Test func inTheNamesOfFeatures() throws {
    var image = try ImageBytes(contentsOf: path)
    let place = try #require(featureTable(image))
    // A name for a bit that nobody knows, which the pane therefore shows as it is.
    for row in 0..<5 {
      image.store([UInt8(2), UInt8(40 + row)] + Self.hostile, at: place + 8 + row * 48)
    }
    let pilot = Pilot(
      try Image(MemoryStorage(image.bytes, name: "hostile")), width: 200, height: 60)
    try expectPrintable(pilot)
    #expect(pilot.drawn().text.contains("a<1B>[2J"))
  }

  private func featureTable(_ image: ImageBytes) -> Int? {
    stride(from: 0, to: 4096, by: 8).first { image.number(at: $0, width: 4) == 0x6803_f857 }
  }

  @Test func inTheNamesOfFormatAndDataFile() throws {
    var image = try ImageBytes(contentsOf: path)
    // Backing format and data file name extensions, and one of an unknown kind.
    var place = 112
    for kind: UInt64 in [0xe279_2aca, 0x4441_5441, 0x1234_5678] {
      // A format's name has at most 15 bytes.
      let text = kind == 0xe279_2aca ? Array(Self.hostile.prefix(12)) : Self.hostile
      image.store(kind, at: place, width: 4)
      image.store(UInt64(text.count), at: place + 4, width: 4)
      image.store(text, at: place + 8)
      place += 8 + (text.count + 7) / 8 * 8
    }
    image.store(0, at: place, width: 8)
    image.store(UInt64(4), at: 72, width: 8)  // an external data file
    let pilot = Pilot(
      try Image(MemoryStorage(image.bytes, name: "hostile")), width: 200, height: 100)
    try expectPrintable(pilot)
    #expect(pilot.drawn().text.contains("<1B>"))
  }

  @Test func inTheNameOfTheFile() throws {
    let odd = directory.file("a\u{1b}[31m\n\u{202e}b.qcow2")
    try copy(path, to: odd)
    let pilot = try Pilot(path: odd, width: 120, height: 40)
    try expectPrintable(pilot)
    #expect(pilot.drawn().lines[0].hasPrefix("a<1B>[31m<0A><U+202E>b.qcow2"))
  }

  @Test func inWhatIsTyped() throws {
    let pilot = try Pilot(path: path, width: 120, height: 40)
    for opening in ["g o", ":"] {
      try pilot.press(opening)
      pilot.type("12\u{9b}\u{202e}\u{7f}é")
      for scalar in pilot.drawn().cells.map(\.scalar) {
        #expect(scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value))
      }
      try pilot.press("Enter Esc")
    }
  }
}
