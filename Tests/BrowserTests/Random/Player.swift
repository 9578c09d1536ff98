import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// A user without a plan: keys, clicks, wheels and new sizes by a seeded generator.
struct Player {
  private static let names: [String] = {
    let bound = Command.all.flatMap(\.keys).flatMap { $0.split(separator: " ").map(String.init) }
    // The hash of a huge disk takes hours, for which a job at once would keep everybody waiting.
    let leaving: Set = ["q", "Q", "F10", "^Z", "*", "^C", "#"]
    return bound.filter { !leaving.contains($0) } + ["x", "1", "8", "%", "Enter", "Esc", "Esc"]
  }()
  private static let keys = names.compactMap { KeyPress($0) }

  private let pilot: Pilot
  private let largest: Size
  private var random: SplitMix64

  init(_ pilot: Pilot, seed: UInt64, largest: Size = Size(width: 130, height: 45)) {
    self.pilot = pilot
    self.largest = largest
    random = SplitMix64(seed: seed)
  }

  mutating func play() {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<78: press()
    case 78..<95: point()
    case 95: resize()
    case 96: _ = pilot.browser.handle(.wake)
    case 97: _ = pilot.browser.handle(.redraw)
    default: press()
    }
  }

  mutating func press() {
    guard var key = Self.keys.randomElement(using: &random) else { return }
    // No files by chance.
    if key.key == .enter, case .argument(let name)? = pilot.model.prompt?.purpose,
      name.hasPrefix("export")
    {
      key = KeyPress(.escape)
    }
    _ = pilot.browser.handle(.key(key))
  }

  private mutating func point() {
    let kinds: [MouseEvent.Kind] = [.press(1), .press(3), .release, .wheelUp, .wheelDown, .drag]
    let size = pilot.model.size
    // A terminal may report a place that is not on the screen any more.
    let place = Point(
      x: .random(in: -2...size.width + 2, using: &random),
      y: .random(in: -2...size.height + 2, using: &random))
    let modifiers: Modifiers = Bool.random(using: &random) ? [] : .control
    guard let kind = kinds.randomElement(using: &random) else { return }
    _ = pilot.browser.handle(.mouse(MouseEvent(kind, at: place, modifiers)))
  }

  private mutating func resize() {
    let isTiny = Int.random(in: 0..<4, using: &random) == 0
    let limit = isTiny ? Size(width: 12, height: 6) : largest
    pilot.resize(
      .random(in: 0...limit.width, using: &random), .random(in: 0...limit.height, using: &random))
  }
}

extension Pilot {
  /// Fails where the state makes no sense or part of the screen is not drawn.
  func expectSound(_ note: String, _ place: SourceLocation = #_sourceLocation) {
    let size = max(model.image.geometry.virtualSize, 1)
    #expect(cursor < size, "\(note)", sourceLocation: place)
    #expect(model.hexTop.rawValue < size, "\(note)", sourceLocation: place)
    #expect(model.mapTop.rawValue < size, "\(note)", sourceLocation: place)
    if let hex = model.hexLayout, let rows = model.layout.content(of: .hex)?.height, rows > 0 {
      let shown = UInt64(rows * hex.bytesPerRow)
      #expect(model.hexPlace < max(model.hexSize, 1), "\(note)", sourceLocation: place)
      #expect(model.hexStart <= model.hexPlace, "\(note)", sourceLocation: place)
      #expect(model.hexPlace - model.hexStart < shown, "\(note)", sourceLocation: place)
    }
    if model.image.geometry.virtualSize > 0, model.mapLayout != nil, let grid = model.grid {
      let cell = grid.frame.cell(at: model.cursor)
      #expect(cell != nil, "\(note)", sourceLocation: place)
    }
    var surface = Surface(size: model.size)
    surface.fill(surface.bounds, scalar: "☃", style: Style(.selection))
    Screenful.draw(model, on: &surface)
    let isDrawn = !surface.cells.contains { $0.scalar == "☃" }
    #expect(isDrawn, "\(note)", sourceLocation: place)
  }
}
