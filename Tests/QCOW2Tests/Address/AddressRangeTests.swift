import QCOW2
import TestSupport
import Testing

/// Whatever is typed has a value on the disk or an error; nothing wraps and nothing traps.
@Suite struct AddressRangeTests {
  private let world: AddressWorld

  init() throws { world = try AddressWorld() }

  /// The largest and the smallest 128-bit numbers, and sums that reach them exactly.
  @Test(
    arguments: [
      "170141183460469231731687303715884105727", "+170141183460469231731687303715884105727",
      "-170141183460469231731687303715884105727", "~170141183460469231731687303715884105727",
      "-~170141183460469231731687303715884105727", "(0-18446744073709551616)<<63",
      "-18446744073709551616*9223372036854775808", "-18446744073709551616<<63",
      "align(5,170141183460469231731687303715884105727)",
      "align(~170141183460469231731687303715884105727,3)",
      "~170141183460469231731687303715884105727/~0",
      "L1[170141183460469231731687303715884105727]", "1P*1P*1P",
      "lba:170141183460469231731687303715884105727", "170141183460469231731687303715884105727%",
      "h:170141183460469231731687303715884105727", "0x7fffffffffffffffffffffffffffffff",
    ])
  func theEndsOfTheArithmeticAreErrors(text: String) {
    #expect(world.fault(text) != nil)
  }

  @Test func longInputHasAnAnswer() throws {
    let digits = String(repeating: "9", count: 50_000)
    #expect(world.fault(digits)?.message == "the number is too large")
    #expect(try world.parse(String(repeating: "0", count: 50_000) + "5") == .guest(GuestOffset(5)))
    let sum = Array(repeating: "1", count: 5000).joined(separator: "+")
    #expect(try world.parse(sum) == .guest(GuestOffset(5000)))
    #expect(world.fault(String(repeating: " ", count: 50_000) + "x")?.column == 50_000)
  }

  /// Words of the grammar in any order reach deeper than letters in any order.
  private static let words =
    ["0", "1", "7", "9999999999", "0x", "0xff", "_", "k", "M", "G", "T", "P", "s", "c", "#", "%"]
    + [".", "$", "+", "-", "*", "/", "<<", ">>", "&", "~", "(", ")", "align(", ",", "L1[", "]"]
    + [".L2[", "h:", "lba:", "p1", "p", "'a", "'", "@", " ", "é", "\u{1b}", "\r\n", "½", "٣", "👩‍👩‍👧"]

  private static func letter(_ random: inout SplitMix64) -> Character {
    Character(Unicode.Scalar(UInt8.random(in: 0...0x7f, using: &random)))
  }

  @Test(arguments: 0..<10)
  func randomInputHasAnAnswer(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for round in 0..<500 {
      let count = Int.random(in: 0...24, using: &random)
      let text =
        round.isMultiple(of: 2)
        ? (0..<count).compactMap { _ in Self.words.randomElement(using: &random) }.joined()
        : String((0..<count).map { _ in Self.letter(&random) })
      do throws(AddressError) {
        switch try world.parse(text) {
        case .guest(let offset): #expect(offset.rawValue < AddressWorld.size, "\(text)")
        case .host(let offset): #expect(offset.rawValue <= UInt64(Int64.max), "\(text)")
        }
      } catch {
        #expect((0...text.count).contains(error.column), "\(text)")
        #expect(!error.message.isEmpty, "\(text)")
      }
    }
  }
}
