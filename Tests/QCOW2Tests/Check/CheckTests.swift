import Foundation
import QCOW2
import TestSupport
import Testing

@Suite("The check agrees with qemu-img check")
struct CheckTests {
  @Test(arguments: CheckSubject.all)
  func soundImages(_ subject: CheckSubject) throws {
    let directory = try TemporaryDirectory()
    let path = try subject.make(in: directory)
    let report = try checked(path)
    #expect(try CheckVerdict(report) == CheckVerdict(qemuOn: path))
    #expect(report.isComplete)
    let wrong = report.groups.filter { $0.problem.rule.effect != .note }
    #expect(wrong.isEmpty, "\(wrong.map(\.message))")
  }

  @Test("Mutations give the same counts", arguments: CheckSubject.all)
  func mutations(_ subject: CheckSubject) throws {
    let directory = try TemporaryDirectory()
    let original = try ImageBytes(contentsOf: subject.make(in: directory))
    let spoilt = directory.file("spoilt.qcow2")
    for seed in SeedCount.seeds {
      let mutation = CheckMutation(original, seed: seed)
      try write(mutation.image.bytes, to: spoilt)
      let difference = try CheckDifference(spoilt)
      #expect(difference == nil, "seed \(seed): \(mutation.log)")
    }
  }
}

/// Which mutations of each image are tried: few, unless CHECK_SEEDS asks for more, as in `2000` or, to
/// leave out the first, `2000-4000`.
private enum SeedCount {
  static var seeds: Range<UInt64> {
    let words = ProcessInfo.processInfo.environment["CHECK_SEEDS"]?.split(separator: "-") ?? []
    let numbers = words.compactMap { UInt64($0) }
    let first = numbers.count > 1 ? numbers[0] : 0
    return first..<max(first, numbers.last ?? 12)
  }
}
