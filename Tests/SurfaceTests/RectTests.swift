import Surface
import Testing

@Suite struct RectTests {
  private let rect = Rect(x: 2, y: 3, width: 10, height: 5)

  @Test func splitsCutAStripAndLeaveTheRest() {
    #expect(
      rect.splitTop(2) == (
        Rect(x: 2, y: 3, width: 10, height: 2), Rect(x: 2, y: 5, width: 10, height: 3)
      ))
    #expect(
      rect.splitBottom(2) == (
        Rect(x: 2, y: 6, width: 10, height: 2), Rect(x: 2, y: 3, width: 10, height: 3)
      ))
    #expect(
      rect.splitLeft(4) == (
        Rect(x: 2, y: 3, width: 4, height: 5), Rect(x: 6, y: 3, width: 6, height: 5)
      ))
    #expect(
      rect.splitRight(4) == (
        Rect(x: 8, y: 3, width: 4, height: 5), Rect(x: 2, y: 3, width: 6, height: 5)
      ))
  }

  @Test func splitsAreClamped() {
    #expect(rect.splitTop(99).top == rect)
    #expect(rect.splitTop(99).rest.isEmpty)
    #expect(rect.splitTop(-1).top.isEmpty)
    #expect(rect.splitTop(-1).rest == rect)
    #expect(rect.splitBottom(.max).bottom == rect)
    #expect(rect.splitLeft(.min).rest == rect)
    #expect(rect.splitRight(.max).right == rect)
  }

  @Test func insetShrinksToNothingAtMost() {
    #expect(rect.inset(by: 1) == Rect(x: 3, y: 4, width: 8, height: 3))
    #expect(rect.inset(by: 3).isEmpty)
    #expect(rect.inset(by: .max).isEmpty)
    #expect(rect.inset(by: -1) == rect)
  }

  @Test func intersectionIsWhatBothCover() {
    let other = Rect(x: 8, y: 0, width: 100, height: 5)
    #expect(rect.intersection(other) == Rect(x: 8, y: 3, width: 4, height: 2))
    #expect(rect.intersection(Rect(x: 50, y: 50, width: 1, height: 1)).isEmpty)
    let everything = Rect(x: 0, y: 0, width: .max, height: .max)
    #expect(rect.intersection(everything) == rect)
  }

  @Test func containsItsCellsOnly() {
    #expect(rect.contains(Point(x: 2, y: 3)))
    #expect(rect.contains(Point(x: 11, y: 7)))
    #expect(!rect.contains(Point(x: 12, y: 7)))
    #expect(!rect.contains(Point(x: 11, y: 8)))
    #expect(!Rect(x: 0, y: 0, width: -5, height: 5).contains(Point(x: -1, y: 1)))
  }

  @Test func extremesNeverTrap() {
    let numbers = [Int.min, Int.min + 1, -1, 0, 1, 7, Int.max - 1, Int.max]
    for x in numbers {
      for width in numbers {
        let extreme = Rect(x: x, y: width, width: width, height: x)
        _ = (extreme.inset(by: width), extreme.splitTop(x), extreme.splitBottom(x))
        _ = (extreme.splitLeft(x), extreme.splitRight(x), extreme.contains(Point(x: x, y: x)))
        for other in numbers {
          let met = extreme.intersection(Rect(x: other, y: other, width: .max, height: width))
          #expect(met.width >= 0 && met.height >= 0)
        }
      }
    }
  }
}
