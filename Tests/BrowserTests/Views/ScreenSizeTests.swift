import Browser
import QCOW2
import Surface
import TestSupport
import Testing

/// Every view at every size, from nothing to huge.
@Suite struct ScreenSizeTests {
  static let sizes = [
    (20, 5), (19, 4), (1, 1), (0, 0), (1, 40), (200, 1), (40, 12), (60, 17), (80, 24), (120, 40),
    (200, 60), (300, 100),
  ]

  /// The screens that a key or two lead to.
  private static let states = [
    "", "?", "z", "g", "g o", ":", "] d", "Tab", "Tab Tab", "' q", "i", "s i o",
  ]

  @Test(arguments: sizes, Screen.allCases)
  func everyCellIsDrawn(size: (Int, Int), screen: Screen) throws {
    for state in Self.states {
      let pilot = Pilot(try Demo.image(), width: size.0, height: size.1, screen: screen)
      try pilot.press(state)
      for glyphs in [Glyphs.unicode, .ascii] {
        let surface = expectFullyDrawn(pilot, glyphs)
        guard glyphs == .ascii else { continue }
        let strange = surface.cells.map(\.scalar).filter { !(0x20...0x7e).contains($0.value) }
        #expect(strange.isEmpty, "\(strange) on \(screen) after \(state)")
      }
      expectLayout(pilot)
    }
  }

  @Test(arguments: sizes)
  func anEmptyDiskHasAScreenToo(size: (Int, Int)) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("empty.qcow2")
    try QEMU.create(path, size: "0")
    for screen in Screen.allCases {
      let pilot = try Pilot(path: path, width: size.0, height: size.1, screen: screen)
      _ = expectFullyDrawn(pilot, .unicode)
      guard size.0 >= 80, size.1 >= 24 else { continue }
      let text = pilot.drawn().text
      #expect(text.contains("scan done"))
      #expect(text.contains("the disk is empty"))
    }
  }

  /// Draws over rubbish, of which nothing may be left.
  @discardableResult
  private func expectFullyDrawn(_ pilot: Pilot, _ glyphs: Glyphs) -> Surface {
    var surface = Surface(size: pilot.model.size, glyphs: glyphs)
    surface.fill(surface.bounds, scalar: "☃", style: Style(.selection))
    let caret = Screenful.draw(pilot.model, on: &surface)
    #expect(!surface.cells.contains { $0.scalar == "☃" || $0.style.role == .selection })
    if let caret { #expect(surface.bounds.contains(caret) || surface.size.width == 0) }
    return surface
  }

  /// Lines and panes lie on the screen, none over another, and the panes fill the body.
  private func expectLayout(_ pilot: Pilot) {
    let layout = pilot.model.layout
    let lines = [layout.title, layout.tabs, layout.ribbon, layout.inspector, layout.bottom]
    let all =
      lines.compactMap { $0 } + Array(layout.panes.values)
      + [layout.values].compactMap { $0 }
    let screen = Rect(pilot.model.size)
    for (index, area) in all.enumerated() {
      #expect(area.intersection(screen).size == area.size, "\(area) on \(screen)")
      for other in all[..<index] { #expect(area.intersection(other).isEmpty, "\(area) \(other)") }
    }
    let areas = Array(layout.panes.values) + [layout.values].compactMap { $0 }
    let covered = areas.reduce(0) { $0 + $1.width * $1.height }
    #expect(covered == layout.body.width * layout.body.height)
  }

  @Test(arguments: [(60, 20), (80, 24), (120, 40), (200, 60), (300, 100)])
  func bordersAreWhereTheyShouldBe(size: (Int, Int)) throws {
    let pilot = Pilot(try Demo.image(), width: size.0, height: size.1)
    let layout = pilot.model.layout
    for glyphs in [Glyphs.unicode, .ascii] {
      let surface = pilot.drawn(glyphs)
      for (pane, area) in layout.panes {
        #expect(surface[area.x, area.y].scalar == glyphs.horizontal, "\(pane)")
        let role: Role = pane == pilot.model.focus ? .focusedFrame : .frame
        #expect(surface[area.x, area.y].style.role == role)
        guard layout.hasNeighbour(area) else { continue }
        let top = surface[area.maxX - 1, area.y].scalar
        #expect(top == (area.y == layout.body.y ? glyphs.teeDown : glyphs.teeLeft))
        for y in area.y + 1..<area.maxY {
          #expect(surface[area.maxX - 1, y].scalar == glyphs.vertical, "\(pane) at row \(y)")
        }
      }
    }
    #expect(layout.panes.count == 4)
  }
}
