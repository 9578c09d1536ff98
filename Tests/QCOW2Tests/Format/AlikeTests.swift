import Testing

@testable import QCOW2

/// How far the elements of a buffer are like the first one, counted in blocks.
@Suite struct AlikeTests {
  @Test(arguments: [1, 2, 4, 8], [1, 2, 63, 64, 65, 128, 129, 500])
  func endsAtTheFirstOther(width: Int, count: Int) {
    var bytes = [UInt8](repeating: 3, count: width * count)
    for other in [0, 1, 62, 63, 64, 65, 127, 128, count - 1] where other > 0 && other < count {
      for place in 0..<width {
        bytes[other * width + place] = 4
        #expect(unsafe bytes.withUnsafeBytes { unsafe $0.alike(width: width) } == other)
        bytes[other * width + place] = 3
      }
    }
    #expect(unsafe bytes.withUnsafeBytes { unsafe $0.alike(width: width) } == count)
  }

  @Test func aPeriodOfTwoIsNotAlike() {
    let bytes = [UInt8]((0..<512).map { $0 % 2 == 0 ? 1 : 2 })
    #expect(unsafe bytes.withUnsafeBytes { unsafe $0.alike(width: 1) } == 1)
    #expect(unsafe bytes.withUnsafeBytes { unsafe $0.alike(width: 2) } == 256)
  }

  @Test func nothingIsLikeNothing() {
    #expect(unsafe UnsafeRawBufferPointer(start: nil, count: 0).alike(width: 4) == 0)
  }

  /// Words that rise, in both directions, with one out of order at every place of a block.
  @Test(arguments: [1, -1], [0, 1, 15, 16, 17, 40, 47])
  func risingWordsEndWhereOneIsOutOfOrder(step: Int, wrong: Int) {
    let count = 48
    var words = (0..<count).map { UInt64($0) << 16 | 1 << 63 }
    if step < 0 { words.reverse() }
    let first = step > 0 ? 0 : count - 1
    words[step > 0 ? wrong : count - 1 - wrong] += wrong == 0 ? 0 : 1 << 9
    let bytes = Bytes(
      words.flatMap { word in (0..<8).map { UInt8(word >> UInt64(56 - 8 * $0) & 255) } })
    let found = bytes.run(
      from: first, step: step, limit: .max, mask: .max, first: words[first], increment: 1 << 16)
    #expect(found == (wrong == 0 ? count : wrong))
  }
}
