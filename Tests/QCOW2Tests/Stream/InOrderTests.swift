import Synchronization
import Testing

@testable import QCOW2

/// Work that several threads do and one takes up in order.
@Suite struct InOrderTests {
  @Test(arguments: [1, 2, 5], [0, 1, 3, 500])
  func comesInOrder(threads: Int, count: Int) {
    var taken: [Int] = []
    InOrder<Int>(count: count, threads: threads).run {
      $0 * 7
    } _: {
      taken.append($0)
      return true
    }
    #expect(taken == (0..<count).map { $0 * 7 })
  }

  @Test(arguments: [1, 3])
  func nothingIsMadeFarAhead(threads: Int) {
    let made = Atomic(0)
    var taken = 0
    InOrder<Int>(count: 10_000, threads: threads).run {
      made.add(1, ordering: .relaxed)
      return $0
    } _: { number in
      taken += 1
      return number < 20
    }
    #expect(taken == 21)
    #expect(made.load(ordering: .relaxed) <= taken + 2 * threads + 2)
  }
}
