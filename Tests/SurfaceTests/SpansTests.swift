import Surface
import Testing

/// Lines that may be too long, and text where only ASCII may be drawn.
@Suite struct SpansTests {
  private func surface(_ width: Int, _ glyphs: Glyphs = .unicode) -> Surface {
    Surface(size: Size(width: width, height: 1), glyphs: glyphs) { scalar in
      scalar.value < 0x20 ? -1 : 0x4e00...0x9fff ~= scalar.value ? 2 : 1
    }
  }

  @Test func whatFitsIsWhole() {
    var surface = surface(8)
    #expect(surface.put(cutting: "abcde", x: 1, y: 0, style: Style(.plain), width: 5) == 5)
    #expect(surface.lines == [" abcde"])
  }

  @Test func whatDoesNotFitEndsInAnEllipsis() {
    var surface = surface(8)
    #expect(surface.put(cutting: "abcdef", x: 1, y: 0, style: Style(.plain), width: 5) == 5)
    #expect(surface.lines == [" abcd…"])
  }

  @Test func theEdgeCutsToo() {
    var surface = surface(4, .ascii)
    #expect(surface.put(cutting: "abcdef", x: 1, y: 0, style: Style(.plain), width: 9) == 3)
    #expect(surface.put(cutting: "abcdef", x: 4, y: 0, style: Style(.plain), width: 9) == 0)
    #expect(surface.put(cutting: "abcdef", x: 0, y: 0, style: Style(.plain), width: -1) == 0)
    #expect(surface.lines == [" ab~"])
  }

  @Test func aPieceThatIsLeftOutIsSaidToo() {
    var surface = surface(6)
    let spans = [Span("abc", Style(.data)), Span("def", Style(.hole)), Span("g", Style(.zero))]
    #expect(surface.put(spans, x: 0, y: 0, width: 6) == 6)
    #expect(surface.lines == ["abcde…"])
    #expect(surface.styleLines == ["DDDhhZ"])
  }

  @Test func aWideCharacterIsNotHalved() {
    var surface = surface(4)
    surface.put(cutting: "a界界", x: 0, y: 0, style: Style(.plain), width: 4)
    #expect(surface.lines == ["a界…"])
    surface.put(cutting: "界界x", x: 0, y: 0, style: Style(.plain), width: 4)
    #expect(surface.lines == ["界 …"])
  }

  @Test func asciiNamesOtherLettersByTheirNumbers() {
    var surface = surface(40, .ascii)
    #expect(surface.columns(of: "naïve界") == 20)
    surface.put("naïve界", x: 0, y: 0, style: Style(.plain))
    surface.set(x: 21, y: 0, Cell("é", Style(.plain)))
    #expect(surface.lines == ["na<U+00EF>ve<U+754C> ?"])
  }

  @Test(arguments: [
    ("one two three", 8, ["one two", "three"]), ("abcdefgh", 3, ["abc", "def", "gh"]),
    ("a bcdef g", 3, ["a", "bcd", "ef", "g"]), ("", 5, [""]), ("界界", 3, ["界", "界"]),
  ])
  func longTextIsWrapped(text: String, width: Int, lines: [String]) {
    #expect(surface(1).wrapped(text, width: width) == lines)
  }
}
