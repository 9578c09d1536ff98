import Surface
import Testing

@Suite struct SurfaceTests {
  private let plain = Style(.plain)

  private func surface(_ width: Int, _ height: Int) -> Surface {
    Surface(size: Size(width: width, height: height)) { scalar in
      switch scalar.value {
      case 0..<0x20: -1
      case 0x300..<0x370: 0
      case 0x1100...: 0x4e00...0x9fff ~= scalar.value ? 2 : 1
      default: 1
      }
    }
  }

  @Test func textIsCutAtTheEdges() {
    var surface = surface(6, 2)
    #expect(surface.put("abc", x: 4, y: 0, style: plain) == 2)
    #expect(surface.put("hello", x: -3, y: 1, style: plain) == 5)
    #expect(surface.lines == ["    ab", "lo"])
  }

  @Test func textIsCutAtItsWidth() {
    var surface = surface(8, 1)
    #expect(surface.put("abcdef", x: 1, y: 0, style: plain, width: 3) == 3)
    #expect(surface.put("x", x: 5, y: 0, style: plain, width: 0) == 0)
    #expect(surface.put("x", x: 5, y: 0, style: plain, width: -1) == 0)
    #expect(surface.lines == [" abc"])
  }

  @Test func aWideCharacterTakesTwoCells() {
    var surface = surface(6, 1)
    #expect(surface.put("a界b", x: 0, y: 0, style: plain) == 4)
    #expect(surface[1, 0].scalar == "界")
    #expect(surface[2, 0].isTrailingHalf)
    #expect(surface.lines == ["a界b"])
    #expect(surface.columns(of: "a界b") == 4)
  }

  @Test func halfAWideCharacterIsASpace() {
    var surface = surface(4, 3)
    #expect(surface.put("abc界", x: 0, y: 0, style: plain) == 4)
    #expect(surface.put("界b", x: -1, y: 1, style: plain) == 3)
    #expect(surface.put("界", x: 0, y: 2, style: Style(.data), width: 1) == 1)
    #expect(surface.lines == ["abc", " b", ""])
    #expect(surface.styleLines == ["", "", "D"])
  }

  @Test func writingOverOneHalfBlanksTheOther() {
    var surface = surface(4, 2)
    for y in 0..<2 { surface.put("界界", x: 0, y: y, style: plain) }
    surface.put("x", x: 1, y: 0, style: plain)
    surface.put("界", x: 1, y: 1, style: plain)
    #expect(surface.lines == [" x界", " 界"])
  }

  @Test func theUnprintableIsAQuestionMark() {
    var surface = surface(8, 1)
    #expect(surface.put("a\u{1b}\u{7f}\u{9b}e\u{301}\0", x: 0, y: 0, style: plain) == 6)
    #expect(surface.lines == ["a???e?"])
  }

  @Test func fillsAndLinesAreClipped() {
    var surface = surface(5, 3)
    surface.fill(Rect(x: 3, y: -5, width: 9, height: 6), scalar: "#", style: Style(.data))
    surface.horizontal(y: 1, x: -2, width: 4, style: Style(.frame))
    surface.vertical(x: 4, y: 1, height: 99, style: Style(.frame))
    surface.fill(Rect(x: 0, y: 2, width: 3, height: 1), scalar: "界", style: Style(.text))
    #expect(surface.lines == ["   ##", "──  │", "界  │"])
    #expect(surface.styleLines == ["   DD", "ff  f", "xxx f"])
  }

  @Test func restyleKeepsTheCharacters() {
    var surface = surface(3, 1)
    surface.put("abc", x: 0, y: 0, style: Style(.data))
    surface.restyle(Rect(x: 1, y: 0, width: 9, height: 9)) { $0.with(.reverse) }
    #expect(surface.text == "abc")
    #expect(surface[0, 0].style == Style(.data))
    #expect(surface[1, 0].style == Style(.data, .reverse))
  }

  @Test func cellsCanBeCopiedOneByOne() {
    var source = surface(4, 1)
    source.put("a界b", x: 0, y: 0, style: plain)
    var copy = surface(4, 1)
    for x in 0..<4 { copy.set(x: x, y: 0, source[x, 0]) }
    #expect(copy.cells == source.cells)
  }

  @Test func sizesAreHeldToWhatFits() {
    #expect(surface(-3, 5).size == Size(width: 0, height: 5))
    #expect(surface(.max, 1).size.width == Surface.longestSide)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func nothingTrapsAndNoHalfStandsAlone(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let far = [Int.min, Int.min + 1, -4096, 4096, Int.max - 1, Int.max]
    let texts = ["", "a", "界", "a界界b", "\u{1b}[2J", "界\0界", "e\u{301}"]
    var surface = surface(Int.random(in: 0...9, using: &random), 4)
    func number(_ random: inout SeededGenerator) -> Int {
      let near = Int.random(in: -3...11, using: &random)
      return Bool.random(using: &random) ? near : far.randomElement(using: &random) ?? near
    }
    for _ in 0..<300 {
      let (x, y) = (number(&random), number(&random))
      let rect = Rect(x: x, y: y, width: number(&random), height: number(&random))
      let text = texts.randomElement(using: &random) ?? ""
      let scalar = text.unicodeScalars.first ?? " "
      surface.put(text, x: x, y: y, style: plain, width: number(&random))
      surface.put(text, x: x, y: y, style: plain)
      surface.set(x: x, y: y, Cell(scalar))
      surface.fill(rect, scalar: scalar, style: plain)
      surface.restyle(rect) { $0.with(.bold) }
      _ = surface[x, y]
      #expect(hasOnlyWholeCharacters(surface))
    }
  }

  private func hasOnlyWholeCharacters(_ surface: Surface) -> Bool {
    let places = (0..<surface.size.height).flatMap { y in (0..<surface.size.width).map { ($0, y) } }
    return places.allSatisfy { x, y in
      let isWide = surface[x, y].scalar == "界"
      let next = x + 1 < surface.size.width && surface[x + 1, y].isTrailingHalf
      return isWide == next
    }
  }
}
