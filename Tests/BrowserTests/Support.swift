import Browser
import QCOW2
import Surface
import SystemPackage
import TestSupport
import Testing

/// A browser without a terminal. Jobs run at once, so everything has arrived after each key.
final class Pilot {
  let browser: Browser
  /// Kept as long as the image is open.
  private var directory: TemporaryDirectory?

  var model: Model { browser.model }
  var cursor: UInt64 { model.cursor.rawValue }
  var message: String { model.message?.text ?? "" }

  convenience init(_ image: Image, width: Int = 80, height: Int = 24, screen: Screen = .main) {
    self.init(disk: image.alone, width: width, height: height, screen: screen)
  }

  init(
    disk: Disk, width: Int = 80, height: Int = 24, screen: Screen = .main, notes: String? = nil,
    options: [String] = []
  ) {
    var model = Model(disk, size: Size(width: width, height: height))
    model.remember(options: options)
    model.show(screen)
    browser = Browser(model, Jobs(isInline: true))
    browser.notesFolder = notes.map { FilePath($0) }
    browser.start()
    browser.synchronize()
  }

  convenience init(
    path: String, width: Int = 80, height: Int = 24, screen: Screen = .main
  ) throws {
    self.init(try Image(openStorage(path)), width: width, height: height, screen: screen)
  }

  convenience init(
    _ pattern: Pattern, width: Int = 80, height: Int = 24, screen: Screen = .main
  ) throws {
    try self.init(path: pattern.path, width: width, height: height, screen: screen)
    directory = pattern.directory
  }

  /// Presses keys by name with spaces between, as the key table writes them; false once the
  /// program would leave.
  @discardableResult
  func press(_ names: String, times: Int = 1) throws -> Bool {
    var stays = true
    for _ in 0..<times {
      for name in names.split(separator: " ") {
        let key = try #require(KeyPress(String(name)), "no key is called \(name)")
        stays = browser.handle(.key(key)) && stays
      }
    }
    return stays
  }

  /// Types text letter by letter.
  func type(_ text: String) {
    for scalar in text.unicodeScalars { _ = browser.handle(.key(KeyPress(.character(scalar)))) }
  }

  /// Goes somewhere by the prompt.
  func go(to expression: String) throws {
    try press("g o")
    type(expression)
    try press("Enter")
    #expect(model.prompt == nil, "\(expression) was refused: \(model.prompt?.preview ?? "")")
  }

  func resize(_ width: Int, _ height: Int) {
    _ = browser.handle(.resize(Size(width: width, height: height)))
  }

  func click(x: Int, y: Int) {
    _ = browser.handle(.mouse(MouseEvent(.press(1), at: Point(x: x, y: y))))
  }

  /// The screen.
  func drawn(_ glyphs: Glyphs = .unicode) -> Surface {
    var surface = Surface(size: model.size, glyphs: glyphs)
    Screenful.draw(model, on: &surface)
    return surface
  }

  /// The rows below the hex pane's title.
  func hexLines() throws -> [String] {
    let area = try #require(model.layout.content(of: .hex))
    return Array(drawn().lines[area.y..<area.maxY])
  }

  /// Fails where the cursor is off the disk or out of sight.
  func expectCursorInSight(_ place: SourceLocation = #_sourceLocation) throws {
    let size = model.image.geometry.virtualSize
    #expect(cursor < max(size, 1), sourceLocation: place)
    guard size > 0, let area = model.layout.content(of: .hex), area.height > 0 else { return }
    let hex = try #require(model.hexLayout)
    let top = model.hexTop.rawValue
    let below = cursor >= top ? (cursor - top) / UInt64(hex.bytesPerRow) : .max
    #expect(below < area.height, "\(cursor) is not between rows at \(top)", sourceLocation: place)
    let x = area.x + hex.column(ofByte: Int(cursor % UInt64(hex.bytesPerRow)))
    let columns = "\(x) is not in \(area.width) columns at \(model.size)"
    #expect(x + 2 <= area.maxX, "\(columns)", sourceLocation: place)
    guard below < area.height, x + 2 <= area.maxX, model.overlay == nil else { return }
    let cell = drawn()[x, area.y + Int(below)]
    #expect(cell.style.role == .cursor, sourceLocation: place)
  }
}

/// The demo image, built once: that takes seconds without optimization.
enum Demo {
  static let storage = DemoImage.storage()
  private static let made = Result { try Image(storage) }
  static func image() throws -> Image { try made.get() }

  /// The same with two clusters lost, one that claims to be shared, and one that is counted twice.
  static func spoilt() throws -> Image {
    var image = ImageBytes(storage.bytes)
    for index in [40, 41] {
      image.store(1 << 63 | 0x7f00_0000, at: image.l2Entry(0, index), width: 8)
    }
    let shared = image.l2Entry(0, 0)
    image.store(image.number(at: shared, width: 8) & ~(1 << 63), at: shared, width: 8)
    let block = Int(image.number(at: Int(image.number(at: 48, width: 8)), width: 8))
    image.store(2, at: block + Int(image.number(at: shared, width: 8) >> 16) * 2, width: 2)
    return try Image(MemoryStorage(image.bytes, name: "demo.qcow2"))
  }
}
