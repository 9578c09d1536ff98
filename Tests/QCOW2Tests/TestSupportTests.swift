import TestSupport
import Testing

@Suite("What the tests stand on")
struct TestSupportTests {
  @Test func aMissingProgramSaysHowToInstallIt() {
    let error = #expect(throws: CommandFailure.self) { try run("no-such-qemu-img", []) }
    #expect(error?.description.contains("run `Modules/install --tests`") == true)
  }

  @Test func programsAreHeard() throws {
    let result = try run("sh", ["-c", "echo out; echo err >&2; exit 3"])
    #expect((result.status, result.output, result.errors) == (3, "out\n", "err\n"))
    #expect(throws: CommandFailure.self) { try succeed("false", []) }
  }

  @Test func programsThatHangAreEnded() throws {
    #expect(try run("sleep", ["60"], seconds: 1).status == 124)
  }

  /// The numbers of the generator's authors for seed 1234567.
  @Test func theGeneratorIsSplitMix64() {
    var generator = SplitMix64(seed: 1_234_567)
    #expect(generator.next() == 6_457_827_717_110_365_317)
    #expect(generator.next() == 3_203_168_211_198_807_973)
    #expect(generator.next() == 9_817_491_932_198_370_423)
  }

  @Test func differencesAreFound() {
    #expect(firstDifference([2, 3], from: [1, 2, 3], at: 1) == nil)
    #expect(firstDifference([2, 4], from: [1, 2, 3], at: 1) == 1)
    #expect(firstDifference([], from: [1], at: 1) == nil)
  }

  @Test func runsOfOneKindAreMerged() {
    func run(_ start: UInt64, _ length: UInt64, _ host: UInt64?) -> GuestRun {
      GuestRun(start: start, length: length, isPresent: true, isZero: false, host: host)
    }
    let merged = GuestRun.merged([run(0, 4, 10), run(4, 4, 14), run(8, 4, 20), run(12, 1, nil)])
    #expect(merged == [run(0, 8, 10), run(8, 4, 20), run(12, 1, nil)])
  }
}
